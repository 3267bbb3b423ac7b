package dev.likeness.config;

import dev.likeness.face.LikenessException;
import dev.likeness.support.WebAddress;

/// A configured value and its origin. Messages name the origin, e.g. `--embedder` or
/// `environment LIKENESS_EMBEDDER`. `value` is text, a number, a boolean, or a list of texts.
public record Setting(Object value, String origin) {

    /// The value as one text.
    ///
    /// @throws InvalidValueException if it is a list or a section
    String text(String wanted) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw new InvalidValueException("must be " + wanted, value);
    }

    /// A violated rule of a value; the reader adds file and key and continues with the next value.
    static final class InvalidValueException extends RuntimeException {
        private static final long serialVersionUID = 1;

        InvalidValueException(String rule, Object value) {
            super(rule + ", got: " + WebAddress.masked(String.valueOf(value)));
        }

        InvalidValueException(LikenessException refusal) {
            super(refusal.getMessage(), refusal);
        }
    }
}
