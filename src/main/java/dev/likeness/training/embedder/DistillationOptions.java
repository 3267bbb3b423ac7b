package dev.likeness.training.embedder;

import dev.likeness.support.Preconditions;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Training from one or several teachers: the loss decreases with the angle between a face's vector and the
/// teachers' vector of the same augmented crop, and optionally with the difference of the magnitudes. It works
/// with and without labels, and is added to the MagFace loss of labelled pictures. [Teacher] describes how
/// several teachers are joined.
///
/// @param teachers ids of different embedders; empty for training without a teacher
/// @param mirrored whether each teacher sees a picture and its mirror image and answers with the mean of both
///     directions. The student sees the mirror images too, once all variants were shown
/// @param cleanDirections whether the directions are those of the pictures before they are degraded. The
///     student then learns to see through a degradation that its teachers do not see through. The magnitude
///     is always that of the degraded picture
/// @param weight weight of `1 − cos` in the loss, above 0
/// @param magnitudeWeight weight of `(ln a − ln a_teacher)²` in the loss, at least 0; the magnitude is that of
///     the first teacher
/// @param variants number of augmented variants of each picture over all epochs, 1 to 1000; the teachers'
///     vector of each variant is computed once and cached. 0 augments at random in each epoch, without a
///     cache
/// @param teacherCache directory of the cache, which several runs can share; the run's own directory if
///     absent
public record DistillationOptions(
        List<String> teachers,
        boolean mirrored,
        boolean cleanDirections,
        double weight,
        double magnitudeWeight,
        int variants,
        Optional<Path> teacherCache) {
    private static final int MAX_VARIANTS = 1000;

    /// @throws dev.likeness.face.LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public DistillationOptions {
        teachers = List.copyOf(teachers);
        Preconditions.require(
                teachers.stream().noneMatch(String::isBlank) && new HashSet<>(teachers).size() == teachers.size(),
                "teachers must be ids of different models",
                teachers);
        Preconditions.require(weight > 0, "weight must be above 0", weight);
        Preconditions.require(magnitudeWeight >= 0, "magnitudeWeight must be at least 0", magnitudeWeight);
        Preconditions.require(
                variants >= 0 && variants <= MAX_VARIANTS, "variants must be between 0 and " + MAX_VARIANTS, variants);
    }

    /// No teacher.
    public static DistillationOptions defaults() {
        return new DistillationOptions(List.of(), false, false, 40, 0, 0, Optional.empty());
    }

    /// Whether there is a teacher.
    public boolean isEnabled() {
        return !teachers.isEmpty();
    }

    /// The variant of a picture in an epoch, counted from 0. Equal numbers mean equal augmentations.
    long variant(long epoch) {
        return variants == 0 ? epoch : epoch % variants;
    }

    /// Whether the student sees the mirror images of the variants in an epoch, counted from 0. The teachers'
    /// vector is the same for both.
    boolean showsMirrorImages(long epoch) {
        return mirrored && variants > 0 && epoch / variants % 2 == 1;
    }
}
