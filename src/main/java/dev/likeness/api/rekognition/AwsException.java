package dev.likeness.api.rekognition;

import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import java.io.Serial;

/// An error with its AWS type.
final class AwsException extends ProblemException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String type;

    /// @param type such as `InvalidSignatureException`
    AwsException(ProblemCode code, String type, String message) {
        super(code, message);
        this.type = type;
    }

    static AwsException invalid(String message) {
        return new AwsException(ProblemCode.INVALID_ARGUMENT, "InvalidParameterException", message);
    }

    static AwsException notFound(String message) {
        return new AwsException(ProblemCode.NOT_FOUND, "ResourceNotFoundException", message);
    }

    String type() {
        return type;
    }
}
