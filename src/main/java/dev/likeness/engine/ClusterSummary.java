package dev.likeness.engine;

/// How a clustering went.
///
/// @param faces faces of the gallery
/// @param people identities there are now
/// @param unclear faces that belong to nobody
/// @param born identities that are new
/// @param gone identities that have no face any more
/// @param moved faces whose identity has changed, not counting those that had none
public record ClusterSummary(
        String gallery, int faces, int people, int unclear, int born, int gone, int moved, double seconds) {}
