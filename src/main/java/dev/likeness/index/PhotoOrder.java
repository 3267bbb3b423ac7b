package dev.likeness.index;

import java.time.LocalDateTime;
import java.util.Comparator;

/// The order of a list of photos. Photos without a capture time come last, and among equals the id decides.
public enum PhotoOrder {
    ID(Comparator.comparing(PhotoPosition::photo)),
    NEWEST(byTime(Comparator.reverseOrder())),
    OLDEST(byTime(Comparator.naturalOrder()));

    private final Comparator<PhotoPosition> comparator;

    PhotoOrder(Comparator<PhotoPosition> comparator) {
        this.comparator = comparator;
    }

    public Comparator<PhotoPosition> comparator() {
        return comparator;
    }

    private static Comparator<PhotoPosition> byTime(Comparator<LocalDateTime> times) {
        return Comparator.comparing(PhotoPosition::captureTime, Comparator.nullsLast(times))
                .thenComparing(PhotoPosition::photo);
    }
}
