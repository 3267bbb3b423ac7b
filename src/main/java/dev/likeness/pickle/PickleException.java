package dev.likeness.pickle;

import java.io.Serial;

/// Thrown for a pickle that is damaged or not allowed. Callers turn it into a message for their users.
public final class PickleException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final String detail;
    private final int position;

    /// What is wrong. Each kind says what [#detail()] holds.
    public enum Kind {
        /// The name of a global that is not allowed.
        FORBIDDEN_GLOBAL,
        /// The name of an allowed global whose arguments are not allowed.
        FORBIDDEN_CALL,
        /// The opcode, such as `0x81`; the position is that of the opcode.
        FORBIDDEN_OPERATION,
        /// A description of the value.
        FORBIDDEN_VALUE,
        /// The rule that the pickle breaks, such as `must give every key a value`.
        DAMAGED,
        /// The rule that the pickle breaks because it ends too early.
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

    /// See [Kind]. Always in printable ASCII.
    public String detail() {
        return detail;
    }

    /// The offset of the first byte that was not read.
    public int position() {
        return position;
    }
}
