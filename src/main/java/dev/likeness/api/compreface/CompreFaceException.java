package dev.likeness.api.compreface;

import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import java.io.Serial;

/// An error with its CompreFace number.
final class CompreFaceException extends ProblemException {
    @Serial
    private static final long serialVersionUID = 1;

    /// CompreFace's error numbers that Likeness uses.
    enum Reason {
        UNDEFINED(0, 400, ProblemCode.MALFORMED_REQUEST),
        UNKNOWN_KEY(10, 404, ProblemCode.UNAUTHENTICATED),
        MISSING_HEADER(20, 400, ProblemCode.UNAUTHENTICATED),
        IMAGE_INVALID(21, 400, ProblemCode.UNSUPPORTED_FORMAT),
        CONSTRAINT_VIOLATED(26, 400, ProblemCode.INVALID_ARGUMENT),
        NO_FACE(28, 400, ProblemCode.NO_FACE),
        TOO_MANY_FACES(31, 400, ProblemCode.INVALID_ARGUMENT),
        MISSING_PARAMETER(33, 400, ProblemCode.INVALID_ARGUMENT),
        MISSING_PART(34, 400, ProblemCode.INVALID_ARGUMENT),
        WRONG_ARGUMENT(36, 400, ProblemCode.INVALID_ARGUMENT),
        SUBJECT_MISSING(42, 404, ProblemCode.NOT_FOUND),
        SUBJECT_EXISTS(43, 400, ProblemCode.ALREADY_EXISTS),
        IMAGE_MISSING(44, 404, ProblemCode.NOT_FOUND);

        private final int number;
        private final int status;
        private final ProblemCode code;

        Reason(int number, int status, ProblemCode code) {
            this.number = number;
            this.status = status;
            this.code = code;
        }

        int number() {
            return number;
        }

        int status() {
            return status;
        }
    }

    private final Reason reason;

    CompreFaceException(Reason reason, String message) {
        super(reason.code, message);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
