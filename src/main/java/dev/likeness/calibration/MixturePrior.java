package dev.likeness.calibration;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;

/// How common mated pairs are among many pairs of which nobody knows which are mated, learned from
/// their evidence.
///
/// Each pair is mated with probability π, and its likelihood ratio r is known from the calibration.
/// Expectation maximisation for the mixing weight alone (Dempster, Laird and Rubin, 1977; Saerens,
/// Latinne and Decaestecker, Neural Computation 2002, for priors of a classifier) repeats
///
///     pᵢ = π·rᵢ / (π·rᵢ + 1 − π)        π = (½ + Σ pᵢ) / (1 + pairs)
///
/// until π stands still. The half pair keeps π above 0 where nothing is alike. It is as good as the
/// ratios are far out in the tail of the impostors: what these overstate, π overstates.
///
/// @param prior π, strictly between 0 and 1
/// @param pairs how many pairs it speaks of
public record MixturePrior(double prior, long pairs) {
    private static final int MAX_ROUNDS = 10_000;
    private static final double TOLERANCE = 1e-9;

    /// Learns the prior.
    ///
    /// @param ratios the log-likelihood ratio of each pair that was looked at
    /// @param pairs how many there are in all; the others are taken as certainly impostors
    /// @throws LikenessException `INVALID_ARGUMENT` if there are more ratios than pairs, or no pair
    public static MixturePrior estimate(double[] ratios, long pairs) {
        if (pairs < 1 || ratios.length > pairs) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a prior needs at least as many pairs as ratios and at least 1, got: %d pairs, %d ratios"
                            .formatted(pairs, ratios.length));
        }
        // From above: from a start that is too low, EM creeps where it could stride.
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

    /// How many of the pairs are mated, in expectation.
    public double expectedMated() {
        return prior * pairs;
    }

    private static double bounded(double prior) {
        return Math.min(prior, 1 - 1e-6);
    }
}
