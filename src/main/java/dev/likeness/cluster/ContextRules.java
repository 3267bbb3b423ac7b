package dev.likeness.cluster;

import java.time.LocalDateTime;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/// What of a photo's surroundings says something of its faces: for the clusterer that uses it, and for who
/// explains it.
public final class ContextRules {
    /// The longest time between two photos of one moment.
    public static final long MAX_MOMENT_MILLIS = 60_000;

    /// More photos than this within a minute of another were exported or copied then rather than taken.
    public static final int MAX_MOMENT_PHOTOS = 64;

    /// People who are together in fewer photos may be so by chance.
    public static final int MIN_PHOTOS_TOGETHER = 3;

    /// More people than this in a photo are a crowd, which says little of any two of them.
    public static final int MAX_COMPANY = 16;

    private ContextRules() {}

    /// Whether a capture time is known to the second. If only the day is known, the time is the start of the
    /// day; a photo that was taken in just this second has no moment either.
    public static boolean isExact(@Nullable LocalDateTime captureTime) {
        return captureTime != null && !captureTime.toLocalTime().equals(LocalTime.MIDNIGHT);
    }
}
