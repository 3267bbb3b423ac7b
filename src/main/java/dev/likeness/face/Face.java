package dev.likeness.face;

/// One face of the gallery: its detection in the photo and its embedding. The detection's coordinates are
/// pixels of the upright, full-size photo.
public record Face(FaceId id, Detection detection, Embedding embedding) {}
