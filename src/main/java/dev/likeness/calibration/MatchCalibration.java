package dev.likeness.calibration;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.List;

/// What the cosine of two faces (or of two templates, in a calibration of its own) means, given both qualities.
///
/// @param model the log-likelihood ratio; of all candidates the one with the smallest held-out loss
/// @param candidates every model tried, in the order of their loss
/// @param falseMatches how often two people reach a cosine, by quality
/// @param lowQualityThreshold below it, 0 to 1, a mated pair is missed at [OperatingPoint#BALANCED] more often than not
/// @param mated how many mated pairs it was fitted on
/// @param impostors how many impostor pairs it was fitted on
public record MatchCalibration(
        MatchModel model,
        List<Candidate> candidates,
        FalseMatchTable falseMatches,
        double lowQualityThreshold,
        long mated,
        long impostors) {

    /// One model that was tried.
    ///
    /// @param kind [MatchModel#kind()]
    /// @param logLoss mean held-out loss in nats at prior 0.5 (ln 2 ≈ 0.693 for a model that knows nothing)
    public record Candidate(String kind, double logLoss) {}

    /// @throws LikenessException `INVALID_ARGUMENT` if `poorQuality` is outside 0 to 1 or a count negative
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

    /// Learns from labelled pairs. Every candidate is judged by its loss on held-out pairs; where the pairs name their
    /// people, nobody held out was seen in the fit. Mated and impostor pairs count alike in sum, however many there
    /// are.
    ///
    /// The result does not depend on the order of the pairs.
    ///
    /// @param seed decides which people, or pairs, are held out together
    /// @throws LikenessException `INVALID_ARGUMENT` if there are fewer than 100 mated or 100 impostor pairs
    public static MatchCalibration fit(List<LabelledPair> pairs, long seed) {
        return fit(pairs, pairs, seed);
    }

    /// Learns as [#fit(List, long)] does, but counts false matches on pairs of their own: a rate of 1 in 100,000 needs
    /// a million impostor pairs, of which the curve of the probability would learn nothing more.
    ///
    /// @param falseMatches whose impostor pairs are counted; mated ones are passed over
    public static MatchCalibration fit(List<LabelledPair> pairs, List<LabelledPair> falseMatches, long seed) {
        return new MatchFit(pairs, falseMatches, seed).calibration(MatchFit.CANDIDATES);
    }

    /// Learns as [#fit(List, List, long)] does, with no regard to quality: the rival that a quality has to beat.
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

    /// Is it the same person? A match needs a cosine that pairs of this quality reach by chance no more often than the
    /// operating point allows, and at least one face that is not poor. Where a face is poor, a cosine that is too
    /// low does not mean two people.
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
