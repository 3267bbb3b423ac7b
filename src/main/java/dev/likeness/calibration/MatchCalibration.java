package dev.likeness.calibration;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.List;

/// The log-likelihood ratio of a pair as a function of its cosine and both qualities. Faces and templates
/// have a calibration each.
///
/// @param model the candidate with the smallest held-out loss
/// @param candidates all models that were fitted, in ascending order of their loss
/// @param falseMatches the false match rate at a cosine, by quality
/// @param lowQualityThreshold the quality, 0 to 1, below which more than half of the mated pairs are missed
///     at [OperatingPoint#BALANCED]
/// @param mated the number of mated pairs in the fit
/// @param impostors the number of impostor pairs in the fit
public record MatchCalibration(
        MatchModel model,
        List<Candidate> candidates,
        FalseMatchTable falseMatches,
        double lowQualityThreshold,
        long mated,
        long impostors) {

    /// The loss of one fitted model.
    ///
    /// @param kind [MatchModel#kind()]
    /// @param logLoss mean held-out loss in nats at prior 0.5 (ln 2 ≈ 0.693 for a constant model)
    public record Candidate(String kind, double logLoss) {}

    /// @throws LikenessException `INVALID_ARGUMENT` if `lowQualityThreshold` is outside 0 to 1 or a count is
    ///     negative
    public MatchCalibration {
        candidates = List.copyOf(candidates);
        if (!(lowQualityThreshold >= 0 && lowQualityThreshold <= 1)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "poor quality must be between 0 and 1, got: " + lowQualityThreshold);
        }
        if (mated < 0 || impostors < 0) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "counts of pairs must not be negative, got: %d and %d".formatted(mated, impostors));
        }
    }

    /// Fits all candidates to labelled pairs and chooses the one with the smallest cross-validated loss. If
    /// the pairs name their people, folds have no person in common. The mated pairs and the impostor pairs
    /// have the same total weight, whatever their numbers are.
    ///
    /// The result does not depend on the order of the pairs.
    ///
    /// @param seed random seed of the assignment of people, or pairs, to folds
    /// @throws LikenessException `INVALID_ARGUMENT` if there are fewer than 100 mated or 100 impostor pairs
    public static MatchCalibration fit(List<LabelledPair> pairs, long seed) {
        return fit(pairs, pairs, seed);
    }

    /// Fits as [#fit(List, long)] does, but counts false matches on separate pairs. A rate of 1 in 100,000
    /// needs a million impostor pairs, which would not improve the fitted model.
    ///
    /// @param falseMatches pairs whose impostors are counted; mated pairs are ignored
    public static MatchCalibration fit(List<LabelledPair> pairs, List<LabelledPair> falseMatches, long seed) {
        return new MatchFit(pairs, falseMatches, seed).calibration(MatchFit.CANDIDATES);
    }

    /// Fits as [#fit(List, List, long)] does, but to the cosine only: the baseline for models with quality.
    public static MatchCalibration fitCosineOnly(List<LabelledPair> pairs, List<LabelledPair> falseMatches, long seed) {
        return new MatchFit(pairs, falseMatches, seed).calibration(MatchFit.COSINE_ONLY);
    }

    /// The evidence of a pair, ln P(pair | same person) − ln P(pair | two people).
    ///
    /// @param cosine −1 to 1
    /// @param firstQuality 0 to 1
    /// @param secondQuality 0 to 1
    public double logLikelihoodRatio(double cosine, double firstQuality, double secondQuality) {
        return model.logLikelihoodRatio(cosine, firstQuality, secondQuality);
    }

    /// Decides whether a pair is one person. A match needs a cosine above the threshold of the operating
    /// point at this quality, and at least one face that is not of low quality. If a face is of low quality,
    /// a cosine below the threshold is no evidence for two people.
    public MatchDecision decide(double cosine, double firstQuality, double secondQuality, OperatingPoint point) {
        double worse = Math.min(firstQuality, secondQuality);
        double better = Math.max(firstQuality, secondQuality);
        boolean alike = cosine >= falseMatches.threshold(point.falseMatchRate(), worse);
        if (alike && better >= lowQualityThreshold) {
            return MatchDecision.MATCH;
        }
        return worse < lowQualityThreshold ? MatchDecision.LOW_QUALITY : MatchDecision.NO_MATCH;
    }
}
