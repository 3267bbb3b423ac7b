package dev.likeness.evaluation.quality;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;

/// The parameters of error-versus-reject curves.
///
/// @param falseMatchRate the FMR at which the threshold is set, above 0 and below 1
/// @param step difference between two rejection rates
/// @param maxRejection the greatest rejection rate, below 1
/// @param maxPartialRejection the greatest rejection rate of the partial area, at most `maxRejection`
public record RejectProtocol(double falseMatchRate, double step, double maxRejection, double maxPartialRejection) {
    /// FMR 1 %, rejection 0, 5, … 95 %, partial area up to 20 %.
    public static final RejectProtocol DEFAULT = new RejectProtocol(.01, .05, .95, .2);

    private static final double ROUNDING = 1e-9;

    /// @throws LikenessException `INVALID_ARGUMENT` if a number is out of its range, or if `maxRejection` or
    ///     `maxPartialRejection` is not a multiple of `step`
    public RejectProtocol {
        if (!(falseMatchRate > 0 && falseMatchRate < 1)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "false match rate must be between 0 and 1, got: " + falseMatchRate);
        }
        if (!(step > 0 && step <= maxPartialRejection && maxPartialRejection <= maxRejection && maxRejection < 1)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "rejection rates must satisfy 0 < step <= partial <= max < 1, got: %s, %s, %s"
                            .formatted(step, maxPartialRejection, maxRejection));
        }
        for (double end : new double[] {maxPartialRejection, maxRejection}) {
            if (Math.abs(end / step - Math.rint(end / step)) > ROUNDING) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "rejection limits must be multiples of the step %s, got: %s".formatted(step, end));
            }
        }
    }

    int steps(double limit) {
        return (int) Math.rint(limit / step);
    }

    double rejected(int steps) {
        return steps * step;
    }
}
