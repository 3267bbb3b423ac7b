package dev.likeness.engine;

/// A gallery at a glance.
///
/// @param embedder id of the model that made its vectors
/// @param dimension of its vectors
/// @param modelSha256 of the embedder's weights
/// @param withoutFace photos that show no face
/// @param people identities with at least one face
/// @param bytes on disk
public record GalleryReport(
        String name,
        String embedder,
        int dimension,
        String modelSha256,
        long photos,
        long withoutFace,
        long faces,
        long people,
        long bytes) {}
