package dev.likeness.evaluation.verification;

import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.report.Histogram;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportPart;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// How well scores distinguish mated from impostor pairs (1:1).
///
/// With folds, this is the protocol of LFW (Huang et al., UMass 07-49, 2007): the accuracy of each fold at
/// the threshold that is most accurate on the other folds, then mean, sample standard deviation and standard
/// error over folds. No mean is subtracted from the features. Without folds, the threshold is chosen on the
/// evaluated pairs themselves. This is slightly optimistic, and the report says so.
///
/// @param mated number of mated pairs
/// @param impostors number of impostor pairs
/// @param accuracy mean over folds, or accuracy at the best single threshold
/// @param accuracyStandardDeviation sample standard deviation (n − 1) over folds; withheld without folds
/// @param accuracyStandardError standard deviation / √folds, the figure that LFW reports; withheld without
///     folds
/// @param threshold mean over folds, or the best single threshold
/// @param folds results of each fold; empty if the protocol has no folds
/// @param equalErrorRate error rate at FMR = FNMR, [ScoreDistribution#equalErrorRate()]
/// @param tarAtFar true accept rate at given false accept rates
/// @param curve ROC and DET, at most 400 points
/// @param matedScores histogram of the mated pairs' scores
/// @param impostorScores histogram of the impostor pairs' scores, in the same bins
public record VerificationReport(
        long mated,
        long impostors,
        Figure accuracy,
        Figure accuracyStandardDeviation,
        Figure accuracyStandardError,
        double threshold,
        List<Fold> folds,
        Figure equalErrorRate,
        List<TarAtFar> tarAtFar,
        List<ScoreDistribution.Point> curve,
        Histogram matedScores,
        Histogram impostorScores)
        implements Report {
    /// The minimum number of impostor pairs that must pass at a FAR for its TAR to be reported; see
    /// [TarAtFar].
    public static final long MIN_FALSE_MATCHES = 10;

    private static final double[] FALSE_ACCEPT_RATES = {1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6};
    private static final int LAST_RATE_ALWAYS_SHOWN = 4;
    private static final int MAX_POINTS = 400;
    private static final int BINS = 80;

    /// One fold.
    ///
    /// @param threshold the threshold that is most accurate on the other folds
    public record Fold(int fold, long n, double threshold, double accuracy) {}

    /// The highest true accept rate whose false accept rate is at most `far`.
    ///
    /// It is withheld unless far · impostors is at least 10, because a threshold that depends on fewer false
    /// matches is unreliable. Below 30, the rule of 30 (Doddington et al., 2000: 30 errors for ±30 % at 90 %
    /// confidence) is not met, and a note says so.
    ///
    /// @param falseMatches number of impostor pairs that match at the threshold
    /// @param impostors number of impostor pairs
    public record TarAtFar(double far, Figure tar, double threshold, long falseMatches, long impostors) {}

    public VerificationReport {
        folds = List.copyOf(folds);
        tarAtFar = List.copyOf(tarAtFar);
        curve = List.copyOf(curve);
    }

    /// Computes the report.
    ///
    /// @param pairs the pairs, in any order; the result does not depend on it
    /// @param folds number of folds of the protocol; 0 for one threshold
    /// @throws LikenessException `INVALID_ARGUMENT` if there is no mated or no impostor pair, `folds` is 1 or
    ///     negative, a fold is empty or outside the range, or a score is not finite
    public static VerificationReport of(List<ScoredPair> pairs, int folds) {
        if (folds < 0 || folds == 1) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "folds must be 0 or at least 2, got: " + folds);
        }
        ScoreDistribution all = distribution(pairs);
        List<Fold> judged = folds == 0 ? List.of() : judge(pairs, folds);
        double threshold = folds == 0
                ? all.mostAccurateThreshold()
                : judged.stream().mapToDouble(Fold::threshold).average().orElseThrow();
        double accuracy = folds == 0
                ? all.accuracy(threshold)
                : judged.stream().mapToDouble(Fold::accuracy).average().orElseThrow();
        double deviation = Math.sqrt(judged.stream()
                        .mapToDouble(fold -> (fold.accuracy - accuracy) * (fold.accuracy - accuracy))
                        .sum()
                / (folds - 1));
        long fewer = Math.min(all.mated(), all.impostors());
        List<TarAtFar> tars = new ArrayList<>();
        for (int i = 0; i < FALSE_ACCEPT_RATES.length; i++) {
            TarAtFar tar = tarAtFar(all, FALSE_ACCEPT_RATES[i]);
            if (i < LAST_RATE_ALWAYS_SHOWN || tar.tar.value().isPresent()) {
                tars.add(tar);
            }
        }
        List<ScoreDistribution.Point> curve = all.curve(MAX_POINTS);
        double from = Math.floor(20 * curve.getFirst().threshold()) / 20;
        double to = Math.max(Math.ceil(20 * curve.getLast().threshold()) / 20, from + 0.05);
        return new VerificationReport(
                all.mated(),
                all.impostors(),
                Figure.of("accuracy", "mated and impostor pairs each", fewer, Figure.MIN_OBSERVATIONS, () -> accuracy),
                Figure.of("the standard deviation of the accuracy", "folds", folds, 2, () -> deviation),
                Figure.of("the standard error of the accuracy", "folds", folds, 2, () -> deviation / Math.sqrt(folds)),
                threshold,
                judged,
                Figure.of("EER", "mated and impostor pairs each", fewer, Figure.MIN_OBSERVATIONS, all::equalErrorRate),
                tars,
                curve,
                Histogram.of(scores(pairs, true), from, to, BINS),
                Histogram.of(scores(pairs, false), from, to, BINS));
    }

    private static List<Fold> judge(List<ScoredPair> pairs, int folds) {
        List<List<ScoredPair>> byFold = new ArrayList<>();
        for (int fold = 0; fold < folds; fold++) {
            byFold.add(new ArrayList<>());
        }
        for (ScoredPair pair : pairs) {
            if (pair.fold() < 0 || pair.fold() >= folds) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "fold must be between 0 and %d, got: %d".formatted(folds - 1, pair.fold()));
            }
            byFold.get(pair.fold()).add(pair);
        }
        List<Fold> judged = new ArrayList<>();
        for (int fold = 0; fold < folds; fold++) {
            List<ScoredPair> held = byFold.get(fold);
            if (held.isEmpty()) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT, "every fold must hold a pair, got none in fold: " + fold);
            }
            int current = fold;
            double threshold = distribution(pairs.stream()
                            .filter(pair -> pair.fold() != current)
                            .toList())
                    .mostAccurateThreshold();
            long right = held.stream()
                    .filter(pair -> pair.mated() == (pair.score() >= threshold))
                    .count();
            judged.add(new Fold(fold, held.size(), threshold, (double) right / held.size()));
        }
        return judged;
    }

    private static TarAtFar tarAtFar(ScoreDistribution all, double far) {
        double threshold = all.thresholdAt(far);
        String claim = "TAR at FAR " + rate(far);
        double tar = 1 - all.at(threshold).falseNonMatchRate();
        Figure figure = all.mated() < Figure.MIN_OBSERVATIONS
                ? new Figure.Withheld(claim, "mated pairs", all.mated(), Figure.MIN_OBSERVATIONS)
                : Figure.of(claim, "impostor pairs", all.impostors(), Math.round(MIN_FALSE_MATCHES / far), () -> tar);
        return new TarAtFar(far, figure, threshold, all.falseMatches(threshold), all.impostors());
    }

    private static ScoreDistribution distribution(List<ScoredPair> pairs) {
        return new ScoreDistribution(scores(pairs, true), scores(pairs, false));
    }

    private static double[] scores(List<ScoredPair> pairs, boolean mated) {
        return pairs.stream()
                .filter(pair -> pair.mated() == mated)
                .mapToDouble(ScoredPair::score)
                .toArray();
    }

    @Override
    public String kind() {
        return "verification";
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add("A pair matches when its score is at least the threshold. No mean is subtracted from the features.");
        if (folds.isEmpty()) {
            notes.add("One threshold, chosen on the evaluated pairs themselves: slightly optimistic.");
        } else {
            notes.add(
                    "Each of %d folds at the threshold most accurate on the others; ± is the sample deviation over folds."
                            .formatted(folds.size()));
        }
        accuracy.reason().ifPresent(notes::add);
        equalErrorRate.reason().ifPresent(notes::add);
        for (TarAtFar entry : tarAtFar) {
            entry.tar.reason().ifPresent(notes::add);
            if (entry.tar.value().isPresent() && entry.far * impostors < Figure.MIN_OBSERVATIONS) {
                notes.add(String.format(
                        Locale.ROOT,
                        "TAR at FAR %s rests on %d false matches of %,d impostor pairs, fewer than the 30 that bring the"
                                + " true FAR within 30 %% (rule of 30).",
                        rate(entry.far),
                        entry.falseMatches,
                        impostors));
            }
        }
        return notes;
    }

    @Override
    public List<ReportPart> parts() {
        List<List<String>> rows = new ArrayList<>();
        OptionalDouble deviation = accuracyStandardDeviation.value();
        rows.add(List.of("mated pairs", String.format(Locale.ROOT, "%,d", mated)));
        rows.add(List.of("impostor pairs", String.format(Locale.ROOT, "%,d", impostors)));
        rows.add(List.of(
                "accuracy",
                accuracy.text(4)
                        + (deviation.isPresent()
                                ? String.format(Locale.ROOT, " ± %.4f", deviation.getAsDouble())
                                : "")));
        rows.add(List.of("threshold", String.format(Locale.ROOT, "%.4f", threshold)));
        rows.add(List.of("EER", equalErrorRate.text(4)));
        List<ReportPart> parts = new ArrayList<>();
        parts.add(new ReportPart.Table("Verification", List.of("", "value"), rows));
        parts.add(tarTable());
        if (!folds.isEmpty()) {
            parts.add(new ReportPart.Table(
                    "Folds",
                    List.of("fold", "n", "threshold", "accuracy"),
                    folds.stream()
                            .map(fold -> List.of(
                                    Integer.toString(fold.fold + 1),
                                    Long.toString(fold.n),
                                    String.format(Locale.ROOT, "%.4f", fold.threshold),
                                    String.format(Locale.ROOT, "%.4f", fold.accuracy)))
                            .toList()));
        }
        parts.add(new ReportPart.HistogramPlot(
                "Scores",
                "score",
                List.of(
                        new ReportPart.NamedHistogram("mated", matedScores),
                        new ReportPart.NamedHistogram("impostor", impostorScores))));
        parts.add(roc("ROC", List.of(rocLine("score"))));
        parts.add(new ReportPart.LinePlot(
                "DET",
                new ReportPart.Axis("false match rate", minRate(impostors), 1, true),
                new ReportPart.Axis("false non-match rate", minRate(mated), 1, true),
                List.of(new ReportPart.Line(
                        "score",
                        curve.stream()
                                .map(point ->
                                        new ReportPart.PlotPoint(point.falseMatchRate(), point.falseNonMatchRate()))
                                .toList()))));
        return parts;
    }

    ReportPart.Table tarTable() {
        return new ReportPart.Table(
                "True accept rate",
                List.of("at FAR", "TAR", "threshold", "false matches", "impostor pairs"),
                tarAtFar.stream()
                        .map(entry -> List.of(
                                rate(entry.far),
                                entry.tar.text(4),
                                entry.tar.value().isPresent()
                                        ? String.format(Locale.ROOT, "%.4f", entry.threshold)
                                        : "–",
                                String.format(Locale.ROOT, "%,d", entry.falseMatches),
                                String.format(Locale.ROOT, "%,d", entry.impostors)))
                        .toList());
    }

    ReportPart.Line rocLine(String name) {
        return new ReportPart.Line(
                name,
                curve.stream()
                        .map(point -> new ReportPart.PlotPoint(point.falseMatchRate(), 1 - point.falseNonMatchRate()))
                        .toList());
    }

    ReportPart.LinePlot roc(String caption, List<ReportPart.Line> lines) {
        return new ReportPart.LinePlot(
                caption,
                new ReportPart.Axis("false accept rate", minRate(impostors), 1, true),
                new ReportPart.Axis("true accept rate", 0, 1, false),
                lines);
    }

    /// Formats a rate in decimal notation: 0.0001 instead of 1.0E-4.
    public static String rate(double rate) {
        return new BigDecimal(Double.toString(rate)).stripTrailingZeros().toPlainString();
    }

    /// The greatest power of ten that is at most 1/n.
    private static double minRate(long n) {
        return Math.pow(10, -Math.ceil(Math.log10((double) Math.max(n, 2))));
    }
}
