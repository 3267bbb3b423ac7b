package dev.likeness.evaluation.search;

import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.verification.ScoreDistribution;
import dev.likeness.evaluation.verification.VerificationReport;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.ArrayList;
import java.util.List;

/// Open-set identification (1:N; ISO/IEC 19795-1, Grother et al., NIST IR 8271): probes of people who are enrolled, and
/// of people who are not.
///
/// A probe of an enrolled person is missed at a threshold when the best candidate is somebody else or its score is
/// below (FNIR at rank 1); one of an unknown person is falsely identified when any candidate's score is at least the
/// threshold (FPIR).
///
/// @param name of what was compared: a kind of template, say
/// @param enrolled probes of enrolled people
/// @param unknown probes of people not enrolled
/// @param hitRates share of enrolled probes whose person is among the first k candidates
/// @param fnirAtFpir the lowest FNIR whose FPIR is at most a given rate
/// @param curve FNIR over FPIR, as the points of [ScoreDistribution]; empty without enrolled or unknown probes
public record Identification(
        String name,
        long enrolled,
        long unknown,
        List<HitRate> hitRates,
        List<FnirAtFpir> fnirAtFpir,
        List<ScoreDistribution.Point> curve) {
    private static final int[] RANKS = {1, 5, 10};
    private static final double[] FALSE_POSITIVE_RATES = {.1, .01, .001};
    private static final int MAX_POINTS = 400;

    /// What a search brought.
    public sealed interface Probe {}

    /// A probe of an enrolled person.
    ///
    /// @param rank of the right person among the candidates, from 1; 0 if not among them
    /// @param score of the right person; not read if `rank` is 0
    public record Enrolled(int rank, double score) implements Probe {}

    /// A probe of a person who is not enrolled.
    ///
    /// @param score of the best candidate; −∞ if there is none
    public record Unknown(double score) implements Probe {}

    /// The share of enrolled probes whose person is among the first `rank` candidates.
    public record HitRate(int rank, Figure rate) {}

    /// The miss rate at a rate of false identifications.
    ///
    /// @param threshold the lowest whose FPIR is at most `fpir`
    public record FnirAtFpir(double fpir, Figure fnir, double threshold) {}

    public Identification {
        hitRates = List.copyOf(hitRates);
        fnirAtFpir = List.copyOf(fnirAtFpir);
        curve = List.copyOf(curve);
    }

    /// Measures.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if there is no probe, a rank is negative or a score NaN
    public static Identification of(String name, List<? extends Probe> probes) {
        double[] mates = probes.stream()
                .filter(Enrolled.class::isInstance)
                .map(Enrolled.class::cast)
                .mapToDouble(Identification::countedScore)
                .toArray();
        double[] strangers = probes.stream()
                .filter(Unknown.class::isInstance)
                .map(Unknown.class::cast)
                .mapToDouble(probe -> checked(Math.max(probe.score, -Double.MAX_VALUE)))
                .toArray();
        if (probes.isEmpty()) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "there must be at least one probe, got: 0");
        }
        List<HitRate> hitRates = new ArrayList<>();
        for (int rank : RANKS) {
            hitRates.add(new HitRate(
                    rank,
                    Figure.of(
                            "rank-" + rank + " hit rate",
                            "probes of enrolled people",
                            mates.length,
                            Figure.MIN_OBSERVATIONS,
                            () -> hitRate(probes, rank))));
        }
        List<FnirAtFpir> fnirs = new ArrayList<>();
        List<ScoreDistribution.Point> curve = List.of();
        if (mates.length > 0 && strangers.length > 0) {
            ScoreDistribution scores = new ScoreDistribution(mates, strangers);
            curve = scores.curve(MAX_POINTS).stream()
                    .filter(point -> point.threshold() > -Double.MAX_VALUE)
                    .toList();
            for (double fpir : FALSE_POSITIVE_RATES) {
                fnirs.add(fnirAtFpir(scores, fpir));
            }
        }
        return new Identification(name, mates.length, strangers.length, hitRates, fnirs, curve);
    }

    private static FnirAtFpir fnirAtFpir(ScoreDistribution scores, double fpir) {
        // A mate that never came first has the lowest score there is, and no threshold may let it pass.
        double threshold = Math.max(scores.thresholdAt(fpir), Math.nextUp(-Double.MAX_VALUE));
        String claim = "FNIR at FPIR " + VerificationReport.rate(fpir);
        Figure figure = scores.mated() < Figure.MIN_OBSERVATIONS
                ? new Figure.Withheld(claim, "probes of enrolled people", scores.mated(), Figure.MIN_OBSERVATIONS)
                : Figure.of(
                        claim,
                        "probes of unknown people",
                        scores.impostors(),
                        Math.round(VerificationReport.MIN_FALSE_MATCHES / fpir),
                        () -> scores.at(threshold).falseNonMatchRate());
        return new FnirAtFpir(fpir, figure, threshold);
    }

    private static double countedScore(Enrolled probe) {
        if (probe.rank < 0) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "rank must not be negative, got: " + probe.rank);
        }
        return probe.rank == 1 ? checked(probe.score) : -Double.MAX_VALUE;
    }

    private static double checked(double score) {
        if (Double.isNaN(score)) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "scores must be numbers, got: NaN");
        }
        return score;
    }

    private static double hitRate(List<? extends Probe> probes, int rank) {
        long hits = 0;
        long enrolled = 0;
        for (Probe probe : probes) {
            if (probe instanceof Enrolled(int found, var _)) {
                enrolled++;
                hits += found >= 1 && found <= rank ? 1 : 0;
            }
        }
        return (double) hits / enrolled;
    }
}
