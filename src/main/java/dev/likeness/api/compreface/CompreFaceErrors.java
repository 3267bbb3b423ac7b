package dev.likeness.api.compreface;

import dev.likeness.api.compreface.CompreFaceException.Reason;
import dev.likeness.api.http.ErrorFormat;
import dev.likeness.api.http.Reply;
import dev.likeness.api.problem.Problem;
import dev.likeness.api.problem.ProblemCode;
import org.jspecify.annotations.Nullable;

/// Writes problems in CompreFace's format, `{"message", "code"}`.
final class CompreFaceErrors implements ErrorFormat {
    /// @param code CompreFace's number; 0 if it has none for the problem
    record Body(String message, int code) {}

    @Override
    public Reply render(Problem problem, @Nullable Throwable failure) {
        if (failure instanceof CompreFaceException refusal) {
            return Reply.json(
                    refusal.reason().status(),
                    new Body(problem.detail(), refusal.reason().number()));
        }
        Reason reason = reason(problem.code());
        return Reply.json(
                reason == Reason.UNDEFINED ? problem.status() : reason.status(),
                new Body(problem.detail(), reason.number()));
    }

    private static Reason reason(ProblemCode code) {
        return switch (code) {
            case INVALID_ARGUMENT -> Reason.WRONG_ARGUMENT;
            case NO_FACE -> Reason.NO_FACE;
            case UNSUPPORTED_FORMAT, IMAGE_CORRUPT, IMAGE_TOO_LARGE -> Reason.IMAGE_INVALID;
            case UNAUTHENTICATED -> Reason.UNKNOWN_KEY;
            case MALFORMED_REQUEST,
                    FORBIDDEN,
                    HOST_NOT_ALLOWED,
                    ORIGIN_NOT_ALLOWED,
                    CSRF_TOKEN_INVALID,
                    PATH_NOT_ALLOWED,
                    NOT_FOUND,
                    PHOTO_FILE_MISSING,
                    METHOD_NOT_ALLOWED,
                    NOT_ACCEPTABLE,
                    REQUEST_TIMEOUT,
                    ALREADY_EXISTS,
                    CONTRADICTION,
                    GALLERY_INCOMPATIBLE,
                    CANCELLED,
                    IDEMPOTENCY_CONFLICT,
                    PRECONDITION_FAILED,
                    BODY_TOO_LARGE,
                    URI_TOO_LONG,
                    UNSUPPORTED_MEDIA_TYPE,
                    BACKUP_INVALID,
                    RATE_LIMITED,
                    TOO_BUSY,
                    HEADERS_TOO_LARGE,
                    GALLERY_BUSY,
                    MODEL_UNAVAILABLE,
                    OVERLOADED,
                    SHUTTING_DOWN,
                    IO_FAILED,
                    GALLERY_CORRUPT,
                    CALIBRATION_INVALID,
                    INTERNAL -> Reason.UNDEFINED;
        };
    }
}
