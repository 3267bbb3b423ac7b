package dev.likeness.index;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which faces a search may answer with: those that meet every condition. Start from [#none()] and add.
///
/// @param people faces of these persons; empty means of anybody, unless `unassigned` is set
/// @param unassigned faces of nobody (beside those of `people`, if there are any)
/// @param minMagnitude least embedding magnitude, inclusive
/// @param maxMagnitude greatest embedding magnitude, inclusive
/// @param capturedFrom photos taken at this time or later; null means no bound. With either bound, photos that do not
///     say when they were taken are left out
/// @param capturedBefore photos taken before this time; null means no bound
/// @param pathPrefix photos of which a path begins with this text, letter for letter: end it with a separator to mean
///     a directory; null means anywhere
/// @param excludedPhoto a photo whose faces are left out; null means none
public record FaceFilter(
        Set<PersonId> people,
        boolean unassigned,
        float minMagnitude,
        float maxMagnitude,
        @Nullable LocalDateTime capturedFrom,
        @Nullable LocalDateTime capturedBefore,
        @Nullable String pathPrefix,
        @Nullable PhotoId excludedPhoto) {
    private static final FaceFilter NONE =
            new FaceFilter(Set.of(), false, 0, Float.POSITIVE_INFINITY, null, null, null, null);

    /// @throws LikenessException `INVALID_ARGUMENT` if a range is inverted or a magnitude NaN
    public FaceFilter {
        people = Set.copyOf(people);
        if (!(minMagnitude <= maxMagnitude)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a magnitude range must have min <= max, got: %s to %s".formatted(minMagnitude, maxMagnitude));
        }
        if (capturedFrom != null && capturedBefore != null && !capturedFrom.isBefore(capturedBefore)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a capture time range must have from < before, got: %s to %s"
                            .formatted(capturedFrom, capturedBefore));
        }
    }

    /// Every face.
    public static FaceFilter none() {
        return NONE;
    }

    /// Faces of these persons only.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if there are none
    public FaceFilter ofPeople(Collection<PersonId> of) {
        if (of.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "a filter by identity must name at least one, got none");
        }
        return new FaceFilter(
                Set.copyOf(of),
                false,
                minMagnitude,
                maxMagnitude,
                capturedFrom,
                capturedBefore,
                pathPrefix,
                excludedPhoto);
    }

    /// Faces of nobody only.
    public FaceFilter ofUnassigned() {
        return new FaceFilter(
                Set.of(), true, minMagnitude, maxMagnitude, capturedFrom, capturedBefore, pathPrefix, excludedPhoto);
    }

    /// Faces whose embedding magnitude lies in this range, both ends included.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the range is inverted or NaN
    public FaceFilter withMagnitude(float min, float max) {
        return new FaceFilter(people, unassigned, min, max, capturedFrom, capturedBefore, pathPrefix, excludedPhoto);
    }

    /// Faces of photos taken from one time (included) to another (excluded); null leaves an end open.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the range is inverted or empty
    public FaceFilter captured(@Nullable LocalDateTime from, @Nullable LocalDateTime before) {
        return new FaceFilter(people, unassigned, minMagnitude, maxMagnitude, from, before, pathPrefix, excludedPhoto);
    }

    /// Faces of photos of which a path begins with this text.
    public FaceFilter withPathPrefix(String prefix) {
        return new FaceFilter(
                people, unassigned, minMagnitude, maxMagnitude, capturedFrom, capturedBefore, prefix, excludedPhoto);
    }

    /// Faces of every photo but this one.
    public FaceFilter excluding(PhotoId photo) {
        return new FaceFilter(
                people, unassigned, minMagnitude, maxMagnitude, capturedFrom, capturedBefore, pathPrefix, photo);
    }
}
