package dev.likeness.evaluation.search;

import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.verification.ScoreDistribution;
import dev.likeness.evaluation.verification.VerificationReport;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.ArrayList;
import java.util.List;

/// Open-set identification (1:N; ISO/IEC 19795-1, Grother et al., NIST IR 8271), with probes of enrolled
/// people and of people who are not enrolled.
///
/// A probe of an enrolled person is missed at a threshold if the best candidate is another person or its
/// score is below the threshold (FNIR at rank 1). A probe of an unknown person is falsely identified if any
/// candidate's score is at least the threshold (FPIR).
///
/// @param name name of the method, such as a kind of template
/// @param enrolled number of probes of enrolled people
/// @param unknown number of probes of people who are not enrolled
/// @param hitRates share of enrolled probes whose person is among the first k candidates
/// @param fnirAtFpir the lowest FNIR at given limits of the FPIR
/// @param curve FNIR over FPIR, as the points of [ScoreDistribution]; empty without enrolled or unknown
///     probes
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

    /// The result of a search.
    public sealed interface Probe {}

    /// A probe of an enrolled person.
    ///
    /// @param rank rank of the right person among the candidates, starting at 1; 0 if not among them
    /// @param score score of the right person; ignored if `rank` is 0
    public record Enrolled(int rank, double score) implements Probe {}

    /// A probe of a person who is not enrolled.
    ///
    /// @param score score of the best candidate; −∞ without candidates
    public record Unknown(double score) implements Probe {}

    /// The share of enrolled probes whose person is among the first `rank` candidates.
    public record HitRate(int rank, Figure rate) {}

    /// The FNIR at a limit of the FPIR.
    ///
    /// @param threshold the lowest threshold whose FPIR is at most `fpir`
    public record FnirAtFpir(double fpir, Figure fnir, double threshold) {}

    public Identification {
        hitRates = List.copyOf(hitRates);
        fnirAtFpir = List.copyOf(fnirAtFpir);
        curve = List.copyOf(curve);
    }

    /// Computes the figures.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if there is no probe, a rank is negative or a score is
    ///     NaN
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
        // A person who is never the best candidate gets the lowest score and is missed at every threshold.
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
