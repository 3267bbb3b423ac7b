package dev.likeness.engine.ingest;

/// Whether an ingest removes paths that are gone, and photos with their last path.
public enum PruneMode {
    /// Nothing is removed.
    NONE,
    /// What is surely gone is removed, unless it is so much that a disk may be away ([PruneLimit]). Of photos
    /// whose files show other ones now, those stay about which users said something.
    CAUTIOUS,
    /// As `CAUTIOUS`, and photos are removed that are left out now, by [Exclusions].
    IGNORED,
    /// What is surely gone or shows other photos now is removed, however much it is. What is left out stays.
    ALL
}
