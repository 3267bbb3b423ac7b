package dev.likeness.support;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;

/// How options refuse: rule, then value.
public final class Preconditions {
    private Preconditions() {}

    /// Refuses a value that breaks a rule.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` unless `holds`
    public static void require(boolean holds, String rule, Object value) {
        if (!holds) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, rule + ", got: " + value);
        }
    }
}
