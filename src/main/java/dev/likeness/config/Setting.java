package dev.likeness.config;

import dev.likeness.face.LikenessException;

/// One value somebody asked for, and where: `origin` is what a message names, e.g. `--embedder` or
/// `environment LIKENESS_EMBEDDER`. `value` is text, a number, a boolean, or a list of texts.
public record Setting(Object value, String origin) {

    /// The value as one text.
    ///
    /// @throws Problem if it is a list or a section
    String text(String wanted) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw new InvalidValueException("must be " + wanted, value);
    }

    /// A rule that a value breaks; the reader adds file and key, and goes on to the next value.
    static final class InvalidValueException extends RuntimeException {
        private static final long serialVersionUID = 1;

        InvalidValueException(String rule, Object value) {
            super(rule + ", got: " + value);
        }

        InvalidValueException(LikenessException refusal) {
            super(refusal.getMessage(), refusal);
        }
    }
}
