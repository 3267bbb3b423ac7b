package dev.likeness.scoring;

import dev.likeness.calibration.Calibration;
import dev.likeness.calibration.FaceSpace;
import dev.likeness.calibration.FalseMatchTable;
import dev.likeness.calibration.MatchDecision;
import dev.likeness.calibration.MatchProbability;
import dev.likeness.calibration.OperatingPoint;
import dev.likeness.calibration.QualityScale;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Template;
import org.jspecify.annotations.Nullable;

/// What the numbers of one gallery or model mean: always a quality; probability and decision only where
/// there is a calibration.
///
/// @param calibration null if none is known for the model
/// @param source where the calibration is from; null if there is none
public record MatchScorer(
        QualityScale scale,
        @Nullable Calibration calibration,
        @Nullable String source,
        OperatingPoint point) {
    /// As answers spell them.
    public static final String MATCH = "match";

    public static final String NO_MATCH = "no-match";
    public static final String LOW_QUALITY = "low-quality";

    /// 0 to 100.
    public int quality(double magnitude) {
        return scale.score(magnitude);
    }

    public @Nullable Double probability(double cosine, double firstMagnitude, double secondMagnitude, double prior) {
        return calibration == null
                ? null
                : (Double) calibration
                        .probability(Math.clamp(cosine, -1, 1), firstMagnitude, secondMagnitude, prior)
                        .probability();
    }

    public @Nullable String decision(double cosine, double firstMagnitude, double secondMagnitude) {
        if (calibration == null) {
            return null;
        }
        return text(calibration.decide(Math.clamp(cosine, -1, 1), firstMagnitude, secondMagnitude, point));
    }

    /// Whether two faces are alike enough.
    ///
    /// @param probability of the two, with the prior of their search; null without a calibration
    /// @throws LikenessException `INVALID_ARGUMENT` if that needs a calibration and there is none
    public boolean reaches(
            Threshold threshold,
            double cosine,
            @Nullable Double probability,
            double firstMagnitude,
            double secondMagnitude) {
        return switch (threshold) {
            case Threshold.Cosine(float min) -> cosine >= min;
            case Threshold.Probability(double min) -> required(probability) >= min;
            case Threshold.FalseMatchRate(double max) ->
                cosine
                        >= required(calibration)
                                .faces()
                                .falseMatches()
                                .threshold(
                                        max, Math.min(scale.quality(firstMagnitude), scale.quality(secondMagnitude)));
        };
    }

    private static <T> T required(@Nullable T calibrated) {
        if (calibrated == null) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a threshold by probability or false match rate needs a calibration of the gallery's model, got"
                            + " none");
        }
        return calibrated;
    }

    /// Whether it is known what the cosine of two templates means.
    public boolean knowsTemplates() {
        return calibration != null && calibration.templateMatches().isPresent();
    }

    /// P(same person) of two templates; null unless it is known what their cosine means.
    public @Nullable Double probability(Template first, Template second, double prior) {
        return calibration == null
                ? null
                : calibration
                        .probability(first, second, prior)
                        .map(MatchProbability::probability)
                        .orElse(null);
    }

    /// Whether two templates are one person; null unless it is known what their cosine means.
    public @Nullable String decision(Template first, Template second) {
        return calibration == null
                ? null
                : calibration
                        .decide(first, second, point)
                        .map(MatchScorer::text)
                        .orElse(null);
    }

    /// Where faces are compared when they are grouped; null if nothing was learned of the model.
    public @Nullable FaceSpace faceSpace() {
        return calibration == null ? null : calibration.space();
    }

    /// Whether a face is so poor that not finding its person means little; false without a calibration.
    public boolean isPoor(double magnitude) {
        return calibration != null
                && scale.quality(magnitude) < calibration.faces().lowQualityThreshold();
    }

    /// What a search of `faces` faces of `people` people by one of this magnitude may bring by chance; null
    /// without a calibration.
    public @Nullable Chance chance(double magnitude, long faces, long people) {
        if (calibration == null) {
            return null;
        }
        double rate = point.falseMatchRate();
        FalseMatchTable table = calibration.faces().falseMatches();
        double quality = scale.quality(magnitude);
        return new Chance(
                rate,
                // A hair below, since the way to a threshold and back rounds.
                table.at(table.threshold(rate, quality) - 1e-9, quality).extrapolated(),
                FalseMatchTable.fpir(rate, faces),
                FalseMatchTable.fpir(rate, knowsTemplates() ? people : faces));
    }

    /// What strangers bring.
    ///
    /// @param extrapolated whether the calibration saw too few impostor pairs to have measured such a rate
    public record Chance(
            double falseMatchRate, boolean extrapolated, double falsePositiveRate, double personFalsePositiveRate) {}

    /// The prior of one candidate among `n`: 1/n. A lone candidate may be somebody else just as well, so
    /// it has 1/2.
    public static double prior(long n) {
        return 1.0 / Math.max(2, n);
    }

    public @Nullable ActiveCalibration report() {
        if (calibration == null || source == null) {
            return null;
        }
        return new ActiveCalibration(
                source,
                calibration.fittedOn(),
                calibration.faces().model().kind(),
                calibration.faces().mated(),
                calibration.faces().impostors(),
                calibration
                        .templateMatches()
                        .map(matches -> matches.model().kind())
                        .orElse(null));
    }

    private static String text(MatchDecision decision) {
        return switch (decision) {
            case MATCH -> MATCH;
            case NO_MATCH -> NO_MATCH;
            case LOW_QUALITY -> MatchScorer.LOW_QUALITY;
        };
    }
}
