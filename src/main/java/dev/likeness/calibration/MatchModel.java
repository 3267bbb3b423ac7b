package dev.likeness.calibration;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.List;

/// The log-likelihood ratio of a pair as a function of its cosine and both qualities. Every model is
/// symmetric in the two qualities and does not decrease as the cosine increases.
public sealed interface MatchModel {

    /// ln P(cosine | same person) − ln P(cosine | two people), at these qualities; finite.
    ///
    /// @param cosine −1 to 1
    /// @param firstQuality 0 to 1
    /// @param secondQuality 0 to 1
    double logLikelihoodRatio(double cosine, double firstQuality, double secondQuality);

    /// The name of the model in files and reports.
    String kind();

    /// Isotonic regression on the cosine alone, by the pool-adjacent-violators algorithm (Ayer et al. 1955;
    /// Zadrozny and Elkan, KDD 2002). Linear between the knots, constant outside of them.
    ///
    /// @param cosines the knots, strictly increasing, at least one
    /// @param ratios the log-likelihood ratio at each knot, not decreasing
    record Isotonic(List<Double> cosines, List<Double> ratios) implements MatchModel {

        /// @throws LikenessException `INVALID_ARGUMENT` if the lists break these rules
        public Isotonic {
            cosines = List.copyOf(cosines);
            ratios = List.copyOf(ratios);
            if (cosines.isEmpty() || cosines.size() != ratios.size()) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "an isotonic curve needs as many ratios as cosines and at least one, got: %d and %d"
                                .formatted(ratios.size(), cosines.size()));
            }
            for (int i = 0; i < cosines.size(); i++) {
                boolean grows = i == 0 || (cosines.get(i) > cosines.get(i - 1) && ratios.get(i) >= ratios.get(i - 1));
                if (!grows || !Double.isFinite(cosines.get(i)) || !Double.isFinite(ratios.get(i))) {
                    throw new LikenessException(
                            ErrorCode.INVALID_ARGUMENT,
                            "knots must be finite, cosines growing and ratios not falling, got at knot %d: %s, %s"
                                    .formatted(i, cosines.get(i), ratios.get(i)));
                }
            }
        }

        @Override
        public double logLikelihoodRatio(double cosine, double firstQuality, double secondQuality) {
            return Curve.interpolate(cosine, cosines, ratios);
        }

        @Override
        public String kind() {
            return "isotonic";
        }
    }

    /// Logistic regression on the cosine and the smaller quality q of the two, with their interaction:
    /// intercept + quality·q + cosine·((1 − q)·poorSlope + q·goodSlope).
    ///
    /// @param poorSlope slope of the cosine at quality 0; not negative
    /// @param goodSlope slope of the cosine at quality 1; not negative
    record Logistic(double intercept, double quality, double poorSlope, double goodSlope) implements MatchModel {

        /// @throws LikenessException `INVALID_ARGUMENT` if a coefficient is not finite or a slope
        ///     negative
        public Logistic {
            if (!Double.isFinite(intercept) || !Double.isFinite(quality)) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "logistic coefficients must be finite, got: %s and %s".formatted(intercept, quality));
            }
            if (!(poorSlope >= 0 && goodSlope >= 0) || !Double.isFinite(poorSlope) || !Double.isFinite(goodSlope)) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "slopes of the cosine must be finite and not negative, got: %s and %s"
                                .formatted(poorSlope, goodSlope));
            }
        }

        @Override
        public double logLikelihoodRatio(double cosine, double firstQuality, double secondQuality) {
            double q = Math.min(firstQuality, secondQuality);
            return intercept + quality * q + cosine * ((1 - q) * poorSlope + q * goodSlope);
        }

        @Override
        public String kind() {
            return "logistic";
        }
    }

    /// Logistic regression on the cosine and both qualities. It has an intercept and a slope for three
    /// corners: both faces poor (quality 0), one poor and one good, both good (quality 1). With the worse
    /// quality w and the better quality b, the weights of the corners are 1 − b, b − w and w.
    ///
    /// @param poorSlope slope of the cosine of two poor faces; not negative
    /// @param mixedSlope slope of the cosine of a poor and a good face; not negative
    /// @param goodSlope slope of the cosine of two good faces; not negative
    record TwoQualities(
            double poorIntercept,
            double mixedIntercept,
            double goodIntercept,
            double poorSlope,
            double mixedSlope,
            double goodSlope)
            implements MatchModel {

        /// @throws LikenessException `INVALID_ARGUMENT` if a coefficient is not finite or a slope
        ///     negative
        public TwoQualities {
            if (!Double.isFinite(poorIntercept)
                    || !Double.isFinite(mixedIntercept)
                    || !Double.isFinite(goodIntercept)) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "intercepts must be finite, got: %s, %s and %s"
                                .formatted(poorIntercept, mixedIntercept, goodIntercept));
            }
            for (double slope : new double[] {poorSlope, mixedSlope, goodSlope}) {
                if (!(slope >= 0) || !Double.isFinite(slope)) {
                    throw new LikenessException(
                            ErrorCode.INVALID_ARGUMENT,
                            "slopes of the cosine must be finite and not negative, got: %s, %s and %s"
                                    .formatted(poorSlope, mixedSlope, goodSlope));
                }
            }
        }

        @Override
        public double logLikelihoodRatio(double cosine, double firstQuality, double secondQuality) {
            double worse = Math.min(firstQuality, secondQuality);
            double better = Math.max(firstQuality, secondQuality);
            double intercept = (1 - better) * poorIntercept + (better - worse) * mixedIntercept + worse * goodIntercept;
            double slope = (1 - better) * poorSlope + (better - worse) * mixedSlope + worse * goodSlope;
            return intercept + cosine * slope;
        }

        @Override
        public String kind() {
            return "two-qualities";
        }
    }

    /// Logistic regression on the score of QMagFace, whose constants are fitted to qualities of 0 to 1.
    ///
    /// @param slope not negative
    record QMagFace(QMagFaceScore score, double intercept, double slope) implements MatchModel {

        /// @throws LikenessException `INVALID_ARGUMENT` if a coefficient is not finite or the slope
        ///     negative
        public QMagFace {
            if (!Double.isFinite(intercept) || !(slope >= 0) || !Double.isFinite(slope)) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "intercept must be finite and slope finite and not negative, got: %s and %s"
                                .formatted(intercept, slope));
            }
        }

        @Override
        public double logLikelihoodRatio(double cosine, double firstQuality, double secondQuality) {
            return intercept + slope * score.score(cosine, firstQuality, secondQuality);
        }

        @Override
        public String kind() {
            return "qmagface";
        }
    }
}
