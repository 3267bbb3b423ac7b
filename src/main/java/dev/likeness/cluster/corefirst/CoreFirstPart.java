package dev.likeness.cluster.corefirst;

/// The parts of core-first that an ablation study can disable.
public enum CoreFirstPart {
    /// The fitted face space. Without it, faces are compared in the model's own space.
    FACE_SPACE,
    /// The minimum magnitude of cores. Without it, every face may found and link clusters.
    CORES,
    /// The weights by magnitude. Without them, every face has the weight of a face of median magnitude.
    WEIGHTS,
    /// The assignment of low-quality faces. Without it, they are unassigned.
    NON_CORES,
    /// The penalty for two faces in one photo.
    SAME_PHOTO,
    /// What other photos of the same moment say of a face that is not a core.
    MOMENT,
    /// What the other people of its photo say of a face that is not a core.
    COMPANY,
    /// The prior of the gallery. Without it, the threshold is always the strict one.
    GALLERY_PRIOR,
    /// The prior evidence for people with many faces.
    FAMILIARITY,
    /// That low-quality faces choose by the evidence of faces alone. Without it, people with many faces and those with
    /// a
    /// clear one are also likelier to be chosen.
    BARE_CHOICE,
    /// The lead over the second best cluster as evidence.
    LEAD
}
