package dev.likeness.api.problem;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A failure in the format of RFC 9457, with `code` and `requestId`. Components are keys of the JSON form.
///
/// @param type `urn:likeness:problem:<code>`
/// @param detail what is wrong with this request; never contains a path of the server or a stack trace
/// @param people the people that the problem concerns
/// @param faces the faces that the problem concerns
/// @param photos the photos that the problem concerns, directly and not through a face
/// @param remedies alternatives, best first
/// @param retryAfter when to retry; sent as a header
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        ProblemCode code,
        String requestId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PersonId> people,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FaceId> faces,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PhotoId> photos,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<RemedyOperation> remedies,
        @JsonIgnore @Nullable Duration retryAfter) {
    private static final Logger LOG = LoggerFactory.getLogger(Problem.class);
    private static final int MAX_DETAIL_LENGTH = 600;

    /// An absolute path of Unix or Windows.
    private static final Pattern ABSOLUTE_PATH =
            Pattern.compile("(?<![\\w./<>-])(?:/[^\\s/:,;\"'()\\[\\]]+|[A-Za-z]:\\\\[^\\s:,;\"']+)"
                    + "(?:[/\\\\][^\\s:,;\"'()\\[\\]]*)*");

    private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(1);

    public static Problem of(ProblemCode code, String detail, String requestId, @Nullable Duration retryAfter) {
        return of(code, detail, requestId, retryAfter, ErrorFacts.NONE);
    }

    private static Problem of(
            ProblemCode code, String detail, String requestId, @Nullable Duration retryAfter, ErrorFacts facts) {
        return new Problem(
                "urn:likeness:problem:" + code.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                code.title(),
                code.status(),
                detail.length() <= MAX_DETAIL_LENGTH ? detail : detail.substring(0, MAX_DETAIL_LENGTH) + "…",
                code,
                requestId,
                facts.people(),
                facts.faces().stream().map(ErrorFacts.LabelledFace::face).toList(),
                facts.photos(),
                facts.remedies().stream().map(RemedyOperation::of).toList(),
                code.isTransient() && retryAfter == null ? DEFAULT_RETRY_AFTER : retryAfter);
    }

    /// The problem of an exception. Internal errors are logged with the request's id.
    public static Problem of(Throwable failure, String requestId) {
        return switch (failure) {
            case ProblemException problem ->
                of(problem.code(), String.valueOf(problem.getMessage()), requestId, problem.retryAfter());
            case LikenessException rejected -> of(rejected, requestId);
            default -> {
                LOG.error("request {} failed", requestId, failure);
                yield of(ProblemCode.INTERNAL, genericDetail(ProblemCode.INTERNAL), requestId, null);
            }
        };
    }

    private static Problem of(LikenessException failure, String requestId) {
        ProblemCode code = ProblemCode.of(failure.code());
        if (failure.code().fault() == ErrorCode.Fault.OTHER || code == ProblemCode.IO_FAILED) {
            LOG.error("request {} failed", requestId, failure);
        } else if (code.hidesDetail()) {
            LOG.warn("request {}: {}", requestId, failure.getMessage());
        }
        return of(code, code.hidesDetail() ? genericDetail(code) : detail(failure), requestId, null, failure.facts());
    }

    /// The message with ids in place of paths.
    public static String detail(LikenessException failure) {
        String detail = failure.getMessage();
        for (ErrorFacts.LabelledFace face : failure.facts().faces()) {
            detail = detail.replace(face.label(), face.face().toString());
        }
        return ABSOLUTE_PATH.matcher(detail).replaceAll("…");
    }

    private static String genericDetail(ProblemCode code) {
        return switch (code) {
            case GALLERY_BUSY -> "another process is writing to the gallery; retry later";
            case GALLERY_CORRUPT -> "the gallery's files are damaged, and nothing was changed; see the server's log";
            case GALLERY_INCOMPATIBLE ->
                "the gallery needs another model or version than the server has; see the server's log";
            case CALIBRATION_INVALID ->
                "the calibration that the server is configured with cannot be used; see the server's log";
            case MODEL_UNAVAILABLE ->
                "a model that this operation needs is missing or cannot run; see the server's log";
            default -> "internal error; see the server's log for the request id";
        };
    }
}
