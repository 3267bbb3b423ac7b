package dev.likeness.index;

import java.time.LocalDateTime;
import java.util.Comparator;

/// The order of a list of photos. Photos without a capture time come last, and among equals the id decides.
public enum PhotoOrder {
    ID,
    NEWEST,
    OLDEST;

    public Comparator<PhotoPosition> comparator() {
        return switch (this) {
            case ID -> Comparator.comparing(PhotoPosition::photo);
            case NEWEST -> byTime(Comparator.reverseOrder());
            case OLDEST -> byTime(Comparator.naturalOrder());
        };
    }

    private static Comparator<PhotoPosition> byTime(Comparator<LocalDateTime> times) {
        return Comparator.comparing(PhotoPosition::captureTime, Comparator.nullsLast(times))
                .thenComparing(PhotoPosition::photo);
    }
}
