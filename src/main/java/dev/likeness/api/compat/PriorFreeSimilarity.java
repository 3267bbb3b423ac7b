package dev.likeness.api.compat;

import org.jspecify.annotations.Nullable;

/// The similarity of two faces as a number that does not depend on the number of faces searched: P(same
/// person) with a prior of 1/2. Other APIs call this a similarity, and their users set one threshold for all
/// galleries.
///
/// Without a calibration, it is (1 + cosine) / 2, which is not a probability but increases with it.
public final class PriorFreeSimilarity {
    private PriorFreeSimilarity() {}

    /// The similarity of two faces.
    ///
    /// @param probability P(same person) with `prior`; null without a calibration
    /// @param prior of `probability`, above 0 and below 1
    /// @return 0 to 1
    public static double of(double cosine, @Nullable Double probability, double prior) {
        if (probability == null) {
            return Math.clamp((1 + cosine) / 2, 0, 1);
        }
        if (probability >= 1) {
            return 1;
        }
        // Bayes: posterior odds divided by prior odds are the likelihood ratio.
        double ratio = probability / (1 - probability) * ((1 - prior) / prior);
        return Double.isInfinite(ratio) ? 1 : ratio / (1 + ratio);
    }
}
