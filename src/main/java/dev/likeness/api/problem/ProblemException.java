package dev.likeness.api.problem;

import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A request that is refused for a reason of HTTP's or of this server's; the engine's own refusals are
/// [dev.likeness.face.LikenessException]s. Stays within `dev.likeness.api`.
public class ProblemException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final ProblemCode code;
    private final @Nullable Duration retryAfter;

    /// @param detail rule, then value; never a path of this machine
    public ProblemException(ProblemCode code, String detail) {
        this(code, detail, null);
    }

    /// @param retryAfter how long to wait before trying again
    public ProblemException(ProblemCode code, String detail, @Nullable Duration retryAfter) {
        super(detail, null, false, false);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    /// What everybody is told who comes while the server stops: 503, and that later is better.
    public static ProblemException shuttingDown() {
        return new ProblemException(ProblemCode.SHUTTING_DOWN, "the server is stopping");
    }

    public ProblemCode code() {
        return code;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
