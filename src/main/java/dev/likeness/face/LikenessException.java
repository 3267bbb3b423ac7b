package dev.likeness.face;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// The only exception type that the public API of Likeness throws. Its message states the rule, then the
/// value (`k must be between 1 and 1000, got: 0`), and names every id and path involved. Exceptions of
/// libraries do not leave the package that calls the library: they become the cause, wrapped once.
public final class LikenessException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    public LikenessException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public LikenessException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    /// The message; never null for this exception.
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? code.name() : message;
    }
}
