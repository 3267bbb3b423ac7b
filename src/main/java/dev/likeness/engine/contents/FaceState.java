package dev.likeness.engine.contents;

/// Which faces a list contains.
public enum FaceState {
    /// All faces and detections.
    ALL,
    /// Faces that no person has.
    UNASSIGNED,
    /// Faces whose assignment to their person is hardly more likely than to another one.
    DOUBTFUL,
    /// Detections that users marked as not a face.
    NOT_A_FACE
}
