package dev.likeness.support;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;

/// Checks values; the message of a failed check states the rule, then the value.
public final class Preconditions {
    private Preconditions() {}

    /// Rejects a value that violates a rule.
    ///
    /// @param holds whether the value satisfies the rule
    /// @param rule the rule, such as "k must be at least 1"
    /// @throws LikenessException `INVALID_ARGUMENT` unless `holds`
    public static void require(boolean holds, String rule, Object value) {
        if (!holds) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, rule + ", got: " + value);
        }
    }
}
