package dev.likeness.api.problem;

import dev.likeness.face.ErrorCode;
import java.util.Locale;

/// The codes of HTTP problems with their statuses. Codes of the engine have the same names.
public enum ProblemCode {
    // The request is wrong.
    MALFORMED_REQUEST(400),
    INVALID_ARGUMENT(400),
    UNAUTHENTICATED(401),
    FORBIDDEN(403),
    HOST_NOT_ALLOWED(403),
    ORIGIN_NOT_ALLOWED(403),
    CSRF_TOKEN_INVALID(403),
    PATH_NOT_ALLOWED(403),
    NOT_FOUND(404),
    PHOTO_FILE_MISSING(404),
    METHOD_NOT_ALLOWED(405),
    NOT_ACCEPTABLE(406),
    REQUEST_TIMEOUT(408),
    ALREADY_EXISTS(409),
    CONTRADICTION(409),
    GALLERY_INCOMPATIBLE(409),
    CANCELLED(409),
    IDEMPOTENCY_CONFLICT(409),
    PRECONDITION_FAILED(412),
    BODY_TOO_LARGE(413),
    URI_TOO_LONG(414),
    UNSUPPORTED_MEDIA_TYPE(415),
    UNSUPPORTED_FORMAT(422),
    IMAGE_CORRUPT(422),
    IMAGE_TOO_LARGE(422),
    NO_FACE(422),
    BACKUP_INVALID(422),
    // A retry may succeed.
    RATE_LIMITED(429),
    TOO_BUSY(429),
    HEADERS_TOO_LARGE(431),
    GALLERY_BUSY(503),
    MODEL_UNAVAILABLE(503),
    OVERLOADED(503),
    SHUTTING_DOWN(503),
    // The server failed.
    IO_FAILED(500),
    GALLERY_CORRUPT(500),
    CALIBRATION_INVALID(500),
    INTERNAL(500);

    private final int status;

    ProblemCode(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }

    /// The code in words, such as `rate limited`.
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /// Whether the same request may succeed later.
    public boolean isTransient() {
        return status == 429 || status == 503;
    }

    /// Whether the message may contain paths of the server, so that callers get a generic one.
    boolean hidesDetail() {
        return switch (this) {
            case IO_FAILED,
                    GALLERY_CORRUPT,
                    CALIBRATION_INVALID,
                    INTERNAL,
                    MODEL_UNAVAILABLE,
                    GALLERY_BUSY,
                    GALLERY_INCOMPATIBLE -> true;
            default -> false;
        };
    }

    /// The code of an error of the engine.
    public static ProblemCode of(ErrorCode code) {
        return switch (code) {
            case INVALID_ARGUMENT -> INVALID_ARGUMENT;
            case NOT_FOUND -> NOT_FOUND;
            case PHOTO_FILE_MISSING -> PHOTO_FILE_MISSING;
            case ALREADY_EXISTS -> ALREADY_EXISTS;
            case CONTRADICTION -> CONTRADICTION;
            case UNSUPPORTED_FORMAT -> UNSUPPORTED_FORMAT;
            case IMAGE_CORRUPT -> IMAGE_CORRUPT;
            case IMAGE_TOO_LARGE -> IMAGE_TOO_LARGE;
            case IO_FAILED, SERVER_UNREACHABLE -> IO_FAILED;
            case MODEL_MISSING, MODEL_INVALID, DEVICE_UNAVAILABLE, LIBRARY_MISSING -> MODEL_UNAVAILABLE;
            case GALLERY_INCOMPATIBLE -> GALLERY_INCOMPATIBLE;
            case GALLERY_LOCKED -> GALLERY_BUSY;
            case GALLERY_CORRUPT -> GALLERY_CORRUPT;
            case CALIBRATION_INVALID -> CALIBRATION_INVALID;
            case BACKUP_INVALID -> BACKUP_INVALID;
            case CANCELLED -> CANCELLED;
            case TRAINING_DIVERGED, INTERNAL -> INTERNAL;
        };
    }
}
