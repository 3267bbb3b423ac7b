package dev.likeness.training.embedder;

import dev.likeness.support.Preconditions;
import java.nio.file.Path;
import java.util.Optional;

/// Learning from a teacher: the angle between a face's vector and the teacher's vector of the very
/// same, augmented crop is made small, and if wanted the magnitudes alike. It works with and without
/// labels, beside the MagFace loss of the pictures that have one.
///
/// @param teacher id of an embedder, whose vectors have as many components as the network's; or [#NONE]
/// @param weight of `1 − cos` in the loss, above 0
/// @param magnitudeWeight of `(ln a − ln a_teacher)²` in the loss, at least 0
/// @param variants in how many ways each picture is changed over the epochs, 1 to 1000, so that the
///     teacher is asked once for each and its answers are kept; 0 for a fresh change and a fresh
///     question every time
/// @param teacherCache the directory in which the teacher's answers are kept, to be shared by runs; the run's
///     own if absent
public record DistillationOptions(
        String teacher, double weight, double magnitudeWeight, int variants, Optional<Path> teacherCache) {
    /// Nobody teaches.
    public static final String NONE = "none";

    private static final int MAX_VARIANTS = 1000;

    /// @throws dev.likeness.face.LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public DistillationOptions {
        Preconditions.require(!teacher.isBlank(), "teacher must be a model's id or " + NONE, "\"\"");
        Preconditions.require(weight > 0, "weight must be above 0", weight);
        Preconditions.require(magnitudeWeight >= 0, "magnitudeWeight must be at least 0", magnitudeWeight);
        Preconditions.require(
                variants >= 0 && variants <= MAX_VARIANTS, "variants must be between 0 and " + MAX_VARIANTS, variants);
    }

    /// No teacher.
    public static DistillationOptions defaults() {
        return new DistillationOptions(NONE, 40, 0, 0, Optional.empty());
    }

    /// Whether there is a teacher.
    public boolean isEnabled() {
        return !teacher.equals(NONE);
    }

    /// How a picture is to be changed in an epoch, counted from 0: the same number, the same change.
    long variant(long epoch) {
        return variants == 0 ? epoch : epoch % variants;
    }
}
