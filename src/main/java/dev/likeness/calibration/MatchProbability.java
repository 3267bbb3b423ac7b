package dev.likeness.calibration;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;

/// P(same person) from the evidence of a pair and a prior. The prior is 0.5 when two pictures are compared,
/// and 1/N when a gallery of N people is searched.
///
/// @param logLikelihoodRatio ln P(pair | same person) − ln P(pair | two people)
/// @param prior P(same person) before the comparison, strictly between 0 and 1
public record MatchProbability(double logLikelihoodRatio, double prior) {

    /// @throws LikenessException `INVALID_ARGUMENT` if the ratio is not a number or the prior is not inside
    ///     (0, 1)
    public MatchProbability {
        if (Double.isNaN(logLikelihoodRatio)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "a log-likelihood ratio must be a number, got: NaN");
        }
        if (!(prior > 0 && prior < 1)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "prior must be strictly between 0 and 1, got: " + prior);
        }
    }

    /// P(same person), 0 to 1: the posterior odds are the prior odds times the likelihood ratio.
    public double probability() {
        return 1 / (1 + Math.exp(-(logLikelihoodRatio + Math.log(prior) - Math.log1p(-prior))));
    }
}
