package dev.likeness.support;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The constants of an enum as users type them: in lower case, with dashes.
public final class Keywords {
    /// The most letters that differ between a word and the one that was meant.
    private static final int MAX_DISTANCE = 2;

    private Keywords() {}

    /// The word of a constant.
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The constant of a word, in capitals or not.
    ///
    /// @param type an enum
    public static Optional<Enum<?>> find(Class<?> type, String word) {
        return constants(type)
                .filter(constant -> of(constant).equalsIgnoreCase(word))
                .findFirst();
    }

    /// What is wrong with a word that no constant has: the rule, without the value.
    public static String rule(Class<?> type) {
        return "must be one of " + String.join(", ", all(type));
    }

    /// The question whether a similar word was meant, to follow the value; empty if none is similar.
    public static String suggestion(Class<?> type, String word) {
        String typed = word.toLowerCase(Locale.ROOT);
        return all(type).stream()
                .filter(known -> distance(typed, known) <= Math.min(MAX_DISTANCE, known.length() / 2))
                .min(Comparator.comparingInt(known -> distance(typed, known)))
                .map("; did you mean %s?"::formatted)
                .orElse("");
    }

    private static List<String> all(Class<?> type) {
        return constants(type).map(Keywords::of).toList();
    }

    private static Stream<Enum<?>> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(constant -> (Enum<?>) constant);
    }

    /// The Levenshtein distance.
    private static int distance(String one, String other) {
        int[] before = new int[other.length() + 1];
        Arrays.setAll(before, i -> i);
        for (int row = 1; row <= one.length(); row++) {
            int[] now = new int[other.length() + 1];
            now[0] = row;
            for (int i = 1; i <= other.length(); i++) {
                int change = before[i - 1] + (one.charAt(row - 1) == other.charAt(i - 1) ? 0 : 1);
                now[i] = Math.min(change, 1 + Math.min(before[i], now[i - 1]));
            }
            before = now;
        }
        return before[other.length()];
    }
}
