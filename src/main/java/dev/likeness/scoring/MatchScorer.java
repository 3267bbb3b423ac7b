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
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Scores faces of one gallery or model. It always provides a quality, but probability and decision only with
/// a calibration.
///
/// @param calibration null if the model has no calibration
/// @param source origin of the calibration; null if there is no calibration
public record MatchScorer(
        QualityScale scale,
        @Nullable Calibration calibration,
        @Nullable String source,
        OperatingPoint operatingPointName) {
    /// The values of a decision in results.
    public static final String MATCH = "match";

    public static final String NO_MATCH = "no-match";
    public static final String LOW_QUALITY = "low-quality";

    /// The operating point as results spell it: `cautious`, `balanced` or `eager`.
    public String operatingPoint() {
        return operatingPointName.name().toLowerCase(Locale.ROOT);
    }

    /// The quality of a magnitude, 0 to 100.
    public int quality(double magnitude) {
        return scale.score(magnitude);
    }

    /// The lowest magnitude whose quality, rounded to a whole number, is at least this one; 0 for quality 0.
    public float minMagnitude(int quality) {
        return quality == 0 ? 0 : (float) Math.max(0, scale.magnitudeAt((quality - 0.5) / 100));
    }

    /// P(same person) of two faces; null without a calibration.
    ///
    /// @param cosine −1 to 1
    /// @param prior probability that they are the same person before the comparison, 0 to 1
    public @Nullable Double probability(double cosine, double firstMagnitude, double secondMagnitude, double prior) {
        return calibration == null
                ? null
                : (Double) calibration
                        .probability(Math.clamp(cosine, -1, 1), firstMagnitude, secondMagnitude, prior)
                        .probability();
    }

    /// The decision for two faces at the operating point: [#MATCH], [#NO_MATCH] or [#LOW_QUALITY]; null without
    /// a calibration.
    ///
    /// @param cosine −1 to 1
    public @Nullable String decision(double cosine, double firstMagnitude, double secondMagnitude) {
        if (calibration == null) {
            return null;
        }
        return text(calibration.decide(Math.clamp(cosine, -1, 1), firstMagnitude, secondMagnitude, operatingPointName));
    }

    /// Whether two faces are similar enough to reach a threshold.
    ///
    /// @param probability P(same person) with the prior of the search; null without a calibration
    /// @throws LikenessException `INVALID_ARGUMENT` if the threshold needs a calibration and there is none
    public boolean meets(
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

    /// Whether the calibration supports templates.
    public boolean hasTemplateCalibration() {
        return calibration != null && calibration.templateMatches().isPresent();
    }

    /// P(same person) of two templates; null unless the calibration supports templates.
    public @Nullable Double probability(Template first, Template second, double prior) {
        return calibration == null
                ? null
                : calibration
                        .probability(first, second, prior)
                        .map(MatchProbability::probability)
                        .orElse(null);
    }

    /// The decision for two templates; null unless the calibration supports templates.
    public @Nullable String decision(Template first, Template second) {
        return calibration == null
                ? null
                : calibration
                        .decide(first, second, operatingPointName)
                        .map(MatchScorer::text)
                        .orElse(null);
    }

    /// The space in which clustering compares faces; null without a calibration.
    public @Nullable FaceSpace faceSpace() {
        return calibration == null ? null : calibration.space();
    }

    /// Whether the quality of a face is so low that a missing match means little; false without a
    /// calibration.
    public boolean isLowQuality(double magnitude) {
        return calibration != null
                && scale.quality(magnitude) < calibration.faces().lowQualityThreshold();
    }

    /// The false positive rates of a search of `faces` faces of `people` people by a probe of this magnitude;
    /// null without a calibration.
    public @Nullable ErrorRates errorRates(double magnitude, long faces, long people) {
        if (calibration == null) {
            return null;
        }
        double rate = operatingPointName.falseMatchRate();
        FalseMatchTable table = calibration.faces().falseMatches();
        double quality = scale.quality(magnitude);
        return new ErrorRates(
                rate,
                // Slightly lower, because the conversion to a threshold and back rounds.
                table.at(table.threshold(rate, quality) - 1e-9, quality).extrapolated(),
                FalseMatchTable.fpir(rate, faces),
                FalseMatchTable.fpir(rate, hasTemplateCalibration() ? people : faces));
    }

    /// The false positive rates of a search.
    ///
    /// @param extrapolated whether the calibration data had too few impostor pairs to measure that rate
    public record ErrorRates(
            double falseMatchRate, boolean extrapolated, double falsePositiveRate, double personFalsePositiveRate) {}

    /// The prior of one candidate among `n`: 1/n. The prior of a single candidate is 1/2, because it may
    /// equally be another person.
    public static double prior(long n) {
        return 1.0 / Math.max(2, n);
    }

    /// The calibration of this scorer; null without a calibration.
    public @Nullable ActiveCalibration activeCalibration() {
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
