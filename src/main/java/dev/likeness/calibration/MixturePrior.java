package dev.likeness.calibration;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;

/// The share of mated pairs among unlabelled pairs, estimated from their log-likelihood ratios.
///
/// Each pair is mated with probability π, and its likelihood ratio r is known from the calibration.
/// Expectation maximisation for the mixing weight alone (Dempster, Laird and Rubin, 1977; Saerens,
/// Latinne and Decaestecker, Neural Computation 2002, for priors of a classifier) repeats
///
///     pᵢ = π·rᵢ / (π·rᵢ + 1 − π)        π = (½ + Σ pᵢ) / (1 + pairs)
///
/// until π converges. The half pair keeps π above 0 if no pair is similar. The estimate is only as good as
/// the calibration in the tail of the impostors: if the ratios are too high there, π is too high.
///
/// @param prior π, strictly between 0 and 1
/// @param pairs the number of pairs
public record MixturePrior(double prior, long pairs) {
    private static final int MAX_ROUNDS = 10_000;
    private static final double TOLERANCE = 1e-9;

    /// Estimates the prior.
    ///
    /// @param ratios the log-likelihood ratios of the compared pairs
    /// @param pairs the total number of pairs; pairs that were not compared count as impostors
    /// @throws LikenessException `INVALID_ARGUMENT` if there are more ratios than pairs, or no pairs
    public static MixturePrior estimate(double[] ratios, long pairs) {
        if (pairs < 1 || ratios.length > pairs) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a prior needs at least as many pairs as ratios and at least 1, got: %d pairs, %d ratios"
                            .formatted(pairs, ratios.length));
        }
        // Starts at the upper bound, because EM converges slowly from a value that is too low.
        double prior = bounded((0.5 + ratios.length) / (1.0 + pairs));
        for (int round = 0; round < MAX_ROUNDS; round++) {
            double mated = 0;
            for (double ratio : ratios) {
                mated += new MatchProbability(ratio, prior).probability();
            }
            double next = bounded((0.5 + mated) / (1.0 + pairs));
            boolean still = Math.abs(next - prior) <= TOLERANCE * prior;
            prior = next;
            if (still) {
                break;
            }
        }
        return new MixturePrior(prior, pairs);
    }

    /// The expected number of mated pairs.
    public double expectedMated() {
        return prior * pairs;
    }

    private static double bounded(double prior) {
        return Math.min(prior, 1 - 1e-6);
    }
}
