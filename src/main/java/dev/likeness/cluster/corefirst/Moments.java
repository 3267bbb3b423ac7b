package dev.likeness.cluster.corefirst;

import dev.likeness.cluster.ContextRules;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Which photos were taken within a minute of each other ([ContextRules]). 12 bytes for each photo with a
/// capture time.
final class Moments {
    private static final int[] NO_PHOTOS = {};

    /// By capture time; a photo stands as its first face.
    private final int[] photos;

    private final long[] times;

    private Moments(int[] photos, long[] times) {
        this.photos = photos;
        this.times = times;
    }

    /// @param faces number of faces
    /// @param isFirst whether a face is the first of its photo
    /// @param captureTimes when each face's photo was taken; null if that is not known
    static Moments of(int faces, IntPredicate isFirst, IntFunction<@Nullable LocalDateTime> captureTimes) {
        int[] photos = IntStream.range(0, faces)
                .filter(isFirst)
                .filter(face -> ContextRules.isExact(captureTimes.apply(face)))
                .boxed()
                .sorted(Comparator.comparingLong((Integer face) -> millis(captureTimes.apply(face)))
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
        return new Moments(
                photos,
                Arrays.stream(photos)
                        .mapToLong(photo -> millis(captureTimes.apply(photo)))
                        .toArray());
    }

    private static long millis(@Nullable LocalDateTime time) {
        return time == null ? Long.MIN_VALUE : time.toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    boolean isEmpty() {
        return photos.length == 0;
    }

    /// The other photos of the moment in which a photo was taken, each as its first face.
    ///
    /// @param photo the first face of the photo
    /// @param captureTime when the photo was taken
    int[] others(int photo, @Nullable LocalDateTime captureTime) {
        if (photos.length == 0 || !ContextRules.isExact(captureTime)) {
            return NO_PHOTOS;
        }
        long time = millis(captureTime);
        int from = firstAtOrAfter(time - ContextRules.MAX_MOMENT_MILLIS);
        int to = firstAtOrAfter(time + ContextRules.MAX_MOMENT_MILLIS + 1);
        return to - from > ContextRules.MAX_MOMENT_PHOTOS
                ? NO_PHOTOS
                : Arrays.stream(photos, from, to)
                        .filter(other -> other != photo)
                        .toArray();
    }

    private int firstAtOrAfter(long time) {
        int from = 0;
        int to = times.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (times[middle] < time) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
