package dev.likeness.index;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import java.time.LocalDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A filter for photos: a photo must meet every condition. Detections marked as not a face do not count.
///
/// @param people each of these people has a face in the photo
/// @param without none of these people has one
/// @param besides a face in the photo belongs to a person other than these or is unassigned; null means no condition
/// @param minMagnitude minimum embedding magnitude, inclusive, of the faces that count for `people` and
///     `besides`; without these two, a face of the photo has it. 0 means no condition
/// @param capturedFrom captured at this time or later; null means no bound. Either bound excludes photos
///     without a capture time
/// @param capturedBefore captured before this time; null means no bound
/// @param folder a file of the photo lies in this folder or below it; null means any folder
public record PhotoFilter(
        Set<PersonId> people,
        Set<PersonId> without,
        @Nullable Set<PersonId> besides,
        float minMagnitude,
        @Nullable LocalDateTime capturedFrom,
        @Nullable LocalDateTime capturedBefore,
        @Nullable String folder) {
    private static final PhotoFilter NONE = new PhotoFilter(Set.of(), Set.of(), null, 0, null, null, null);

    /// Checks the magnitude.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if it is negative or NaN
    public PhotoFilter {
        people = Set.copyOf(people);
        without = Set.copyOf(without);
        besides = besides == null ? null : Set.copyOf(besides);
        if (!(minMagnitude >= 0)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "a minimum magnitude must not be negative, got: " + minMagnitude);
        }
    }

    /// The filter that accepts every photo.
    public static PhotoFilter none() {
        return NONE;
    }

    /// Whether the photo's faces have to be read.
    public boolean needsFaces() {
        return !people.isEmpty() || !without.isEmpty() || besides != null || minMagnitude > 0;
    }

    public PhotoFilter ofPeople(Set<PersonId> with, Set<PersonId> excluded) {
        return new PhotoFilter(with, excluded, besides, minMagnitude, capturedFrom, capturedBefore, folder);
    }

    public PhotoFilter withSomebodyBesides(Set<PersonId> known) {
        return new PhotoFilter(people, without, known, minMagnitude, capturedFrom, capturedBefore, folder);
    }

    public PhotoFilter withMinMagnitude(float magnitude) {
        return new PhotoFilter(people, without, besides, magnitude, capturedFrom, capturedBefore, folder);
    }

    /// From one time (inclusive) to another (exclusive); null leaves an end open.
    public PhotoFilter captured(@Nullable LocalDateTime from, @Nullable LocalDateTime before) {
        return new PhotoFilter(people, without, besides, minMagnitude, from, before, folder);
    }

    public PhotoFilter inFolder(@Nullable String path) {
        return new PhotoFilter(people, without, besides, minMagnitude, capturedFrom, capturedBefore, path);
    }
}
