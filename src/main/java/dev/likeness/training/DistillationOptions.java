package dev.likeness.training;

/// Learning from a teacher: the angle between a face's vector and the teacher's vector of the very
/// same, augmented crop is made small. It works with and without labels, beside the MagFace loss of
/// the pictures that have one.
///
/// @param teacher id of an embedder, whose vectors have as many components as the network's; or [#NONE]
/// @param weight of `1 − cos` in the loss, above 0
public record DistillationOptions(String teacher, double weight) {
    /// Nobody teaches.
    public static final String NONE = "none";

    /// @throws dev.likeness.face.LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public DistillationOptions {
        Rules.require(!teacher.isBlank(), "teacher must be a model's id or " + NONE, "\"\"");
        Rules.require(weight > 0, "weight must be above 0", weight);
    }

    /// No teacher.
    public static DistillationOptions defaults() {
        return new DistillationOptions(NONE, 40);
    }

    /// Whether there is a teacher.
    public boolean isWanted() {
        return !teacher.equals(NONE);
    }
}
