package dev.likeness.face;

import java.time.LocalDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A filter for the faces that a search may return: a face must meet every condition. Start from [#none()]
/// and add conditions. A user interface creates the filter, and the index applies it.
///
/// @param people faces of these people; empty means any face, unless `unassigned` is set
/// @param excludedPeople faces of these people are excluded
/// @param unassigned unassigned faces (in addition to those of `people`, if there are any)
/// @param minMagnitude minimum embedding magnitude, inclusive
/// @param maxMagnitude maximum embedding magnitude, inclusive
/// @param capturedFrom photos captured at this time or later; null means no bound. Either bound excludes
///     photos without a capture time
/// @param capturedBefore photos captured before this time; null means no bound
/// @param pathPrefix photos with a path that starts with this text, case-sensitive: end it with a separator
///     to select a directory; null means any path
/// @param excludedPhoto a photo whose faces are excluded; null excludes no photo
public record FaceFilter(
        Set<PersonId> people,
        Set<PersonId> excludedPeople,
        boolean unassigned,
        float minMagnitude,
        float maxMagnitude,
        @Nullable LocalDateTime capturedFrom,
        @Nullable LocalDateTime capturedBefore,
        @Nullable String pathPrefix,
        @Nullable PhotoId excludedPhoto) {
    private static final FaceFilter NONE =
            new FaceFilter(Set.of(), Set.of(), false, 0, Float.POSITIVE_INFINITY, null, null, null, null);

    /// Checks the ranges.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if a range is inverted or a magnitude NaN
    public FaceFilter {
        people = Set.copyOf(people);
        excludedPeople = Set.copyOf(excludedPeople);
        if (!(minMagnitude <= maxMagnitude)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a magnitude range must have min <= max, got: %s to %s".formatted(minMagnitude, maxMagnitude));
        }
        if (capturedFrom != null && capturedBefore != null && !capturedFrom.isBefore(capturedBefore)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "capturedFrom must be before capturedBefore, got: %s and %s"
                            .formatted(capturedFrom, capturedBefore));
        }
    }

    /// The filter that accepts every face.
    public static FaceFilter none() {
        return NONE;
    }

    /// Restricts the filter to faces of these people.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if there are no people
    public FaceFilter ofPeople(Collection<PersonId> of) {
        if (of.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "a filter by people must name at least one person, got none");
        }
        return new FaceFilter(
                Set.copyOf(of),
                excludedPeople,
                false,
                minMagnitude,
                maxMagnitude,
                capturedFrom,
                capturedBefore,
                pathPrefix,
                excludedPhoto);
    }

    /// Excludes the faces of these people, in addition to those that are excluded already.
    public FaceFilter excludingPeople(Collection<PersonId> excluded) {
        Set<PersonId> all = new HashSet<>(excludedPeople);
        all.addAll(excluded);
        return new FaceFilter(
                people,
                all,
                unassigned,
                minMagnitude,
                maxMagnitude,
                capturedFrom,
                capturedBefore,
                pathPrefix,
                excludedPhoto);
    }

    /// Restricts the filter to unassigned faces.
    public FaceFilter ofUnassigned() {
        return new FaceFilter(
                Set.of(),
                excludedPeople,
                true,
                minMagnitude,
                maxMagnitude,
                capturedFrom,
                capturedBefore,
                pathPrefix,
                excludedPhoto);
    }

    /// Restricts the filter to faces whose embedding magnitude lies in this range, both ends inclusive.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the range is inverted or NaN
    public FaceFilter withMagnitude(float min, float max) {
        return new FaceFilter(
                people, excludedPeople, unassigned, min, max, capturedFrom, capturedBefore, pathPrefix, excludedPhoto);
    }

    /// Restricts the filter to photos captured from one time (inclusive) to another (exclusive); null leaves
    /// an end open.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the range is inverted or empty
    public FaceFilter captured(@Nullable LocalDateTime from, @Nullable LocalDateTime before) {
        return new FaceFilter(
                people,
                excludedPeople,
                unassigned,
                minMagnitude,
                maxMagnitude,
                from,
                before,
                pathPrefix,
                excludedPhoto);
    }

    /// Restricts the filter to photos with a path that starts with this text; null allows any path.
    public FaceFilter withPathPrefix(@Nullable String prefix) {
        return new FaceFilter(
                people,
                excludedPeople,
                unassigned,
                minMagnitude,
                maxMagnitude,
                capturedFrom,
                capturedBefore,
                prefix,
                excludedPhoto);
    }

    /// Excludes the faces of one photo.
    public FaceFilter excluding(PhotoId photo) {
        return new FaceFilter(
                people,
                excludedPeople,
                unassigned,
                minMagnitude,
                maxMagnitude,
                capturedFrom,
                capturedBefore,
                pathPrefix,
                photo);
    }
}
