package dev.likeness.cluster.corefirst;

/// The parts of core-first that can be left out, to see what each brings.
public enum CoreFirstPart {
    /// Faces are compared as the model has them, whatever was learned of its space.
    FACE_SPACE,
    /// Every face may found and bridge people.
    CORES,
    /// Every face counts like an ordinary one, whatever its magnitude.
    WEIGHTS,
    /// Poor faces are left alone.
    NON_CORES,
    /// Two faces of one photo are like any two.
    SAME_PHOTO,
    /// The evidence asked for is always the strict one.
    GALLERY_PRIOR,
    /// A person seen often is no likelier to be seen again than one seen once.
    FAMILIARITY,
    /// Being ahead of the second best counts for nothing.
    LEAD
}
