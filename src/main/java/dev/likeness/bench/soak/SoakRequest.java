package dev.likeness.bench.soak;

import java.util.Locale;
import java.util.Random;

/// The kinds of requests that clients of a soak send, with their frequency.
enum SoakRequest {
    SEARCH_BY_FACE(270),
    SEARCH_BY_VECTOR(180),
    SEARCH_BY_PICTURE(40),
    RECOGNISE_LIKE_COMPREFACE(20),
    UPLOAD(140),
    DELETE(30),
    NAME_FACE(90),
    RENAME_PERSON(40),
    RETRACT_NAME(40),
    LIST_PEOPLE(50),
    LIST_QUESTIONS(10),
    READ_PHOTO(80),
    CLUSTER(2),
    READ_METRICS(8);

    private static final int TOTAL_SHARE = 1000;

    /// Number of requests of this kind in a thousand.
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
