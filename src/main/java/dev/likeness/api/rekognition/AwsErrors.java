package dev.likeness.api.rekognition;

import dev.likeness.api.http.ErrorFormat;
import dev.likeness.api.http.Reply;
import dev.likeness.api.problem.Problem;
import dev.likeness.api.problem.ProblemCode;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes problems in AWS's JSON protocol, `{"__type", "Message"}`, which clients turn into typed exceptions.
final class AwsErrors implements ErrorFormat {
    @Override
    public Reply render(Problem problem, @Nullable Throwable failure) {
        String type = failure instanceof AwsException refusal ? refusal.type() : type(problem.code());
        Map<String, String> body = new LinkedHashMap<>();
        body.put("__type", type);
        body.put("Message", problem.detail());
        Reply reply = AwsJson.reply(status(problem.code()), body)
                .withHeader("x-amzn-RequestId", problem.requestId())
                // Clients use this to correct their clock and retry.
                .withHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
        return problem.code() == ProblemCode.UNAUTHENTICATED
                ? reply.withHeader("WWW-Authenticate", SignatureV4.ALGORITHM)
                : reply;
    }

    /// AWS's status: 400 for every error of the caller.
    private static int status(ProblemCode code) {
        return code.isTransient() || code.status() >= 500 ? code.status() : 400;
    }

    private static String type(ProblemCode code) {
        return switch (code) {
            case MALFORMED_REQUEST -> "SerializationException";
            case INVALID_ARGUMENT,
                    METHOD_NOT_ALLOWED,
                    NOT_ACCEPTABLE,
                    REQUEST_TIMEOUT,
                    URI_TOO_LONG,
                    HEADERS_TOO_LARGE,
                    UNSUPPORTED_MEDIA_TYPE,
                    NO_FACE,
                    BACKUP_INVALID -> "InvalidParameterException";
            case UNAUTHENTICATED -> "MissingAuthenticationTokenException";
            case FORBIDDEN, HOST_NOT_ALLOWED, ORIGIN_NOT_ALLOWED, CSRF_TOKEN_INVALID, PATH_NOT_ALLOWED ->
                "AccessDeniedException";
            case NOT_FOUND, PHOTO_FILE_MISSING -> "ResourceNotFoundException";
            case ALREADY_EXISTS -> "ResourceAlreadyExistsException";
            case CONTRADICTION, GALLERY_INCOMPATIBLE, CANCELLED, IDEMPOTENCY_CONFLICT, PRECONDITION_FAILED ->
                "ConflictException";
            case BODY_TOO_LARGE, IMAGE_TOO_LARGE -> "ImageTooLargeException";
            case UNSUPPORTED_FORMAT, IMAGE_CORRUPT -> "InvalidImageFormatException";
            case RATE_LIMITED, TOO_BUSY -> "ThrottlingException";
            case GALLERY_BUSY,
                    MODEL_UNAVAILABLE,
                    OVERLOADED,
                    SHUTTING_DOWN,
                    IO_FAILED,
                    GALLERY_CORRUPT,
                    CALIBRATION_INVALID,
                    INTERNAL -> "InternalServerError";
        };
    }
}
