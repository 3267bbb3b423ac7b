package dev.likeness.index;

/// What a verified copy of a gallery holds.
public record CopyContent(EmbedderStamp embedder, GalleryStatistics statistics) {}
