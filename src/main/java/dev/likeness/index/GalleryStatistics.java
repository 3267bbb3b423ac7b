package dev.likeness.index;

/// How much a gallery holds.
///
/// @param photosWithoutFace photos in which no face was found; counted in `photos`, too
/// @param people persons, named or not
/// @param segments Lucene's segments: the fewer, the faster the search
/// @param bytes what those segments take on disk; nothing for files that were replaced since the snapshot
public record GalleryStatistics(int photos, int photosWithoutFace, int faces, int people, int segments, long bytes) {}
