package dev.likeness.face;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// The only exception type that the public API of Likeness throws. Its message states the rule, then the
/// value (`k must be between 1 and 1000, got: 0`), and names every id and path involved. It never advises:
/// the remedies are [#facts()], which each door words for its own callers. Exceptions of libraries do not
/// leave the package that calls the library: they become the cause, wrapped once.
public final class LikenessException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final ErrorCode code;
    private final transient ErrorFacts facts;

    public LikenessException(ErrorCode code, String message) {
        this(code, message, null, ErrorFacts.NONE);
    }

    public LikenessException(ErrorCode code, String message, @Nullable Throwable cause) {
        this(code, message, cause, ErrorFacts.NONE);
    }

    public LikenessException(ErrorCode code, String message, ErrorFacts facts) {
        this(code, message, null, facts);
    }

    public LikenessException(ErrorCode code, String message, @Nullable Throwable cause, ErrorFacts facts) {
        super(message, cause);
        this.code = code;
        this.facts = facts;
    }

    public ErrorCode code() {
        return code;
    }

    /// What the error is about and what resolves it.
    public ErrorFacts facts() {
        return facts;
    }

    /// The message; never null for this exception.
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? code.name() : message;
    }
}
