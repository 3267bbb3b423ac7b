package dev.likeness.cli.log;

import java.util.Locale;

/// Text of a log that may come from a client, a file name or another program.
final class LogText {
    private LogText() {}

    /// Escapes what could begin a new line, move the cursor of a terminal or show the text in another order.
    ///
    /// @param exceptions characters that stay
    static String escaped(String text, String exceptions) {
        StringBuilder escaped = null;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            boolean stays = !isControl(character) || exceptions.indexOf(character) >= 0;
            if (!stays && escaped == null) {
                escaped = new StringBuilder(text.substring(0, i));
            }
            if (escaped != null) {
                escaped.append(stays ? String.valueOf(character) : escape(character));
            }
        }
        return escaped == null ? text : escaped.toString();
    }

    /// Control characters, line and paragraph separators, and formatting such as bidirectional overrides.
    private static boolean isControl(char character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private static String escape(char character) {
        return switch (character) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format(Locale.ROOT, "\\u%04x", (int) character);
        };
    }
}
