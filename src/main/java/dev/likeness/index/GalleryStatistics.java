package dev.likeness.index;

/// How much a gallery holds.
///
/// @param photosWithoutFace photos in which no face was found; counted in `photos`, too
/// @param identities persons, named or not
/// @param segments Lucene's segments: the fewer, the faster the search
/// @param bytes size of those segments on disk
public record GalleryStatistics(
        int photos, int photosWithoutFace, int faces, int identities, int segments, long bytes) {}
