package dev.likeness.engine.ingest;

/// Whether an ingest removes paths that are gone, and photos with their last path.
public enum PruneMode {
    /// Nothing is removed.
    NONE,
    /// What is surely gone is removed, unless it is so much that a disk may be away ([PruneLimit]).
    CAUTIOUS,
    /// What is surely gone is removed, however much it is.
    ALL
}
