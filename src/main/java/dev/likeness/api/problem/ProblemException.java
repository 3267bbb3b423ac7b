package dev.likeness.api.problem;

import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Rejects a request for a reason of HTTP or of this server. Errors of the engine are
/// [dev.likeness.face.LikenessException]s. Used within `dev.likeness.api` only.
public class ProblemException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final ProblemCode code;
    private final @Nullable Duration retryAfter;

    /// @param detail rule, then value; never a path of the server
    public ProblemException(ProblemCode code, String detail) {
        this(code, detail, null);
    }

    /// @param retryAfter how long to wait before a retry; null for no advice
    public ProblemException(ProblemCode code, String detail, @Nullable Duration retryAfter) {
        super(detail, null, false, false);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    /// 503 `SHUTTING_DOWN`.
    public static ProblemException shuttingDown() {
        return new ProblemException(ProblemCode.SHUTTING_DOWN, "the server is shutting down");
    }

    public ProblemCode code() {
        return code;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
