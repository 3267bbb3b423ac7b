package dev.likeness.evaluation.fairness;

import dev.likeness.calibration.Calibration;
import dev.likeness.calibration.MatchDecision;
import dev.likeness.calibration.OperatingPoint;
import dev.likeness.calibration.QualityScale;
import dev.likeness.engine.EngineOptions;
import dev.likeness.evaluation.data.FaceReader;
import dev.likeness.evaluation.verification.VerificationReport;
import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Remedy;
import dev.likeness.scoring.Calibrations;
import dev.likeness.scoring.MatchScorer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/// What makes a pair of faces a match: one rule for the pairs of all groups.
public sealed interface MatchRule {
    /// Whether two faces match.
    boolean matches(Embedding first, Embedding second);

    /// The rule in words.
    String description();

    /// A match is a cosine of at least `threshold`.
    ///
    /// @param origin where the threshold is from, in words
    record AtCosine(double threshold, String origin) implements MatchRule {
        /// @throws LikenessException `INVALID_ARGUMENT` unless the threshold is −1 to 1
        public AtCosine {
            if (!(threshold >= -1 && threshold <= 1)) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT, "a threshold must be a cosine from -1 to 1, got: " + threshold);
            }
        }

        @Override
        public boolean matches(Embedding first, Embedding second) {
            return first.direction().cosine(second.direction()) >= threshold;
        }

        @Override
        public String description() {
            return String.format(Locale.ROOT, "a cosine of at least %.4f, %s", threshold, origin);
        }
    }

    /// A match is what a search or a verification calls one. The threshold of the cosine depends on the quality
    /// of the pair, and a pair of two poor faces never matches ([Calibration#decide]).
    ///
    /// @param source origin of the calibration
    record AtOperatingPoint(Calibration calibration, String source, OperatingPoint point) implements MatchRule {
        @Override
        public boolean matches(Embedding first, Embedding second) {
            return calibration.decide(
                            first.direction().cosine(second.direction()), first.magnitude(), second.magnitude(), point)
                    == MatchDecision.MATCH;
        }

        @Override
        public String description() {
            return "the decision `match` at the operating point %s (FMR %s), calibration: %s"
                    .formatted(
                            point.name().toLowerCase(Locale.ROOT),
                            VerificationReport.rate(point.falseMatchRate()),
                            source);
        }
    }

    /// The rule by which Likeness decides with these options: the configured calibration of the reader's model,
    /// else its built-in one.
    ///
    /// @throws LikenessException `CALIBRATION_INVALID` as in [Calibrations#forModel]; `NOT_FOUND` if the model
    ///     has no calibration
    static MatchRule of(EngineOptions options, FaceReader reader, Consumer<String> warnings) {
        MatchScorer scorer = new Calibrations(
                        options.calibration(), Path::of, _ -> QualityScale.OFIQ_IRESNET50, warnings)
                .forModel(reader.model(), reader.modelSha256());
        Calibration calibration = scorer.calibration();
        String source = scorer.source();
        if (calibration == null || source == null) {
            throw new LikenessException(
                    ErrorCode.NOT_FOUND,
                    "without a threshold, the model must have a calibration, got none for: " + reader.model(),
                    ErrorFacts.ofRemedies(new Remedy.Calibrate(reader.model())));
        }
        return new AtOperatingPoint(calibration, source, scorer.operatingPointName());
    }
}
