package dev.likeness.index;

/// Counts and disk usage of a gallery.
///
/// @param photosWithoutFace photos without a detected face; also counted in `photos`
/// @param people people, named or not
/// @param segments Lucene segments; search is faster with fewer
/// @param bytes size of those segments on disk; excludes files that were replaced since the snapshot
public record GalleryStatistics(int photos, int photosWithoutFace, int faces, int people, int segments, long bytes) {}
