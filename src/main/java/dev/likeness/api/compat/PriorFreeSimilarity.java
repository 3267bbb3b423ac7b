package dev.likeness.api.compat;

import org.jspecify.annotations.Nullable;

/// How alike two faces are, as one number that does not depend on how many were searched: P(same
/// person), had it been as likely as not beforehand. Other programs' APIs call such a number a
/// similarity, and their users set a threshold on it once and for all galleries.
///
/// Where no calibration says what a cosine means, it is (1 + cosine) / 2, which is no probability but
/// rises with it.
public final class PriorFreeSimilarity {
    private PriorFreeSimilarity() {}

    /// The likeness of two faces that were searched for or compared.
    ///
    /// @param probability of the two, with the prior; null without a calibration
    /// @param prior that `probability` assumes, above 0 and below 1
    /// @return 0 to 1
    public static double of(double cosine, @Nullable Double probability, double prior) {
        if (probability == null) {
            return Math.clamp((1 + cosine) / 2, 0, 1);
        }
        if (probability >= 1) {
            return 1;
        }
        // Bayes: the odds without the prior's share are the likelihood ratio.
        double ratio = probability / (1 - probability) * ((1 - prior) / prior);
        return Double.isInfinite(ratio) ? 1 : ratio / (1 + ratio);
    }
}
