package dev.likeness.bench.soak;

import java.util.Locale;
import java.util.Random;

/// The kinds of requests that clients of a soak send, with their frequency.
enum SoakRequest {
    SEARCH_BY_FACE(28),
    SEARCH_BY_VECTOR(20),
    SEARCH_BY_PICTURE(5),
    UPLOAD(14),
    DELETE(3),
    NAME_FACE(9),
    RENAME_PERSON(4),
    RETRACT_NAME(4),
    LIST_PEOPLE(5),
    READ_PHOTO(7),
    READ_METRICS(1);

    private static final int TOTAL_SHARE = 100;

    /// Number of requests of this kind in a hundred.
    private final int share;

    SoakRequest(int share) {
        this.share = share;
    }

    String description() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static SoakRequest next(Random random) {
        int left = random.nextInt(TOTAL_SHARE);
        for (SoakRequest request : values()) {
            left -= request.share;
            if (left < 0) {
                return request;
            }
        }
        throw new IllegalStateException("shares must add up to " + TOTAL_SHARE);
    }
}
