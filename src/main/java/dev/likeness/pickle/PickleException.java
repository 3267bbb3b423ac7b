package dev.likeness.pickle;

import java.io.Serial;

/// A pickle that is damaged, or that asks for what its reader does not allow. Callers word it for their users.
public final class PickleException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final String detail;
    private final int position;

    /// What is wrong, and what [#detail()] is then.
    public enum Kind {
        /// The name of a global that is not allowed.
        FORBIDDEN_GLOBAL,
        /// The name of an allowed global that is called in a way that is not.
        FORBIDDEN_CALL,
        /// The code of an operation, such as `0x81`; the position is its own.
        FORBIDDEN_OPERATION,
        /// What the pickle would make.
        FORBIDDEN_VALUE,
        /// The rule that the pickle breaks, such as `must give every key a value`.
        DAMAGED,
        /// The rule that the pickle breaks by ending too early.
        CUT_OFF
    }

    PickleException(Kind kind, String detail, int position) {
        super("%s: %s, at byte %d".formatted(kind, detail, position));
        this.kind = kind;
        this.detail = detail;
        this.position = position;
    }

    public Kind kind() {
        return kind;
    }

    /// In printable ASCII, whatever the pickle contains.
    public String detail() {
        return detail;
    }

    /// The byte of the pickle up to which it was read.
    public int position() {
        return position;
    }
}
