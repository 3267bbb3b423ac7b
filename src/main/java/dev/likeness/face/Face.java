package dev.likeness.face;

/// One face of the gallery: where it was seen, and what the model says of it.
/// The detection's coordinates are those of the upright, full-size photo.
public record Face(FaceId id, Detection detection, Embedding embedding) {}
