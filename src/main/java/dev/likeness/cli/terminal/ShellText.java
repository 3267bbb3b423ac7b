package dev.likeness.cli.terminal;

import java.util.regex.Pattern;

/// Text as arguments of a POSIX shell.
public final class ShellText {
    private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[\\p{L}\\p{N}_./#@%+=:,-]+");

    private ShellText() {}

    /// The text as one argument.
    public static String quoted(String text) {
        return NEEDS_NO_QUOTES.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
