package dev.likeness.cli.terminal;

import java.util.Locale;

/// A count with its noun, as in `1 face` and `1,402 faces`.
public final class Counted {
    private Counted() {}

    /// The count and the noun.
    ///
    /// @param noun in the singular; its plural takes an s
    public static String of(long count, String noun) {
        return of(count, noun, noun + "s");
    }

    public static String of(long count, String singular, String plural) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? singular : plural);
    }

    public static String faces(long count) {
        return of(count, "face");
    }

    public static String photos(long count) {
        return of(count, "photo");
    }

    public static String people(long count) {
        return of(count, "person", "people");
    }
}
