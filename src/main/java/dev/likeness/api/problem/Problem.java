package dev.likeness.api.problem;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A failure as a caller sees it: RFC 9457, with `code` and `requestId`. Components are keys of the
/// JSON form.
///
/// @param type a name for the kind of problem, `urn:likeness:problem:<code>`
/// @param detail what was wrong with this request; no path of the server, no trace
/// @param retryAfter how long to wait; goes into a header
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        ProblemCode code,
        String requestId,
        @JsonIgnore @Nullable Duration retryAfter) {
    private static final Logger LOG = LoggerFactory.getLogger(Problem.class);
    private static final int MAX_DETAIL_LENGTH = 600;

    /// What looks like an absolute path, also one of Windows.
    private static final Pattern ABSOLUTE_PATH =
            Pattern.compile("(?<![\\w./<>-])(?:/[^\\s/:,;\"'()\\[\\]]+|[A-Za-z]:\\\\[^\\s:,;\"']+)"
                    + "(?:[/\\\\][^\\s:,;\"'()\\[\\]]*)*");

    private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(1);

    public static Problem of(ProblemCode code, String detail, String requestId, @Nullable Duration retryAfter) {
        return new Problem(
                "urn:likeness:problem:" + code.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                code.title(),
                code.status(),
                detail.length() <= MAX_DETAIL_LENGTH ? detail : detail.substring(0, MAX_DETAIL_LENGTH) + "…",
                code,
                requestId,
                code.isTransient() && retryAfter == null ? DEFAULT_RETRY_AFTER : retryAfter);
    }

    /// What a failure looks like from outside. What is our fault is logged under the request's id.
    public static Problem of(Throwable failure, String requestId) {
        return switch (failure) {
            case ProblemException refusal ->
                of(refusal.code(), String.valueOf(refusal.getMessage()), requestId, refusal.retryAfter());
            case LikenessException refusal -> of(refusal, requestId);
            default -> {
                LOG.error("request {} failed", requestId, failure);
                yield of(ProblemCode.INTERNAL, genericDetail(ProblemCode.INTERNAL), requestId, null);
            }
        };
    }

    private static Problem of(LikenessException refusal, String requestId) {
        ProblemCode code = ProblemCode.of(refusal.code());
        if (refusal.code().fault() == ErrorCode.Fault.OURS || code == ProblemCode.IO_FAILED) {
            LOG.error("request {} failed", requestId, refusal);
        } else if (code.hidesDetail()) {
            LOG.warn("request {}: {}", requestId, refusal.getMessage());
        }
        String detail = code.hidesDetail()
                ? genericDetail(code)
                : ABSOLUTE_PATH.matcher(refusal.getMessage()).replaceAll("…");
        return of(code, detail, requestId, null);
    }

    private static String genericDetail(ProblemCode code) {
        return switch (code) {
            case GALLERY_BUSY -> "somebody else is writing to the gallery; try again in a moment";
            case GALLERY_INCOMPATIBLE ->
                "the gallery was made by another model or version than the server has; see the server's log";
            case MODEL_UNAVAILABLE -> "a model that this call needs is not there or does not run; see the server's log";
            default -> "the server failed; its log tells more under the request's id";
        };
    }
}
