package dev.likeness.training.embedder;

import dev.likeness.support.Preconditions;
import java.nio.file.Path;
import java.util.Optional;

/// Training from a teacher: the loss decreases with the angle between a face's vector and the teacher's
/// vector of the same augmented crop, and optionally with the difference of the magnitudes. It works with and
/// without labels, and is added to the MagFace loss of labelled pictures.
///
/// @param teacher id of an embedder whose vectors have as many components as the network's, or [#NONE]
/// @param weight weight of `1 − cos` in the loss, above 0
/// @param magnitudeWeight weight of `(ln a − ln a_teacher)²` in the loss, at least 0
/// @param variants number of augmented variants of each picture over all epochs, 1 to 1000; the teacher's
///     vector of each variant is computed once and cached. 0 augments at random in each epoch, without a
///     cache
/// @param teacherCache directory of the cache, which several runs can share; the run's own directory if
///     absent
public record DistillationOptions(
        String teacher, double weight, double magnitudeWeight, int variants, Optional<Path> teacherCache) {
    /// The option's value for no teacher.
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

    /// The variant of a picture in an epoch, counted from 0. Equal numbers mean equal augmentations.
    long variant(long epoch) {
        return variants == 0 ? epoch : epoch % variants;
    }
}
