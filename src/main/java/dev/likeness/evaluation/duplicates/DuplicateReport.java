package dev.likeness.evaluation.duplicates;

import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How well people who were enrolled twice are found. Everything is summed over the seeds.
///
/// @param people how many people the labels name
/// @param faces of how many faces they are
/// @param split how many of them were split in two, each time
/// @param seeds how often
/// @param scoredBy what gave the evidence: the calibration of `templates` or of `faces`
/// @param minProbability of a pair that counts as offered
/// @param recall planted pairs that were offered, of all
/// @param falseShare pairs of two people that were offered, of all that were offered and are not
///     disputed
/// @param falseShareWithDisputed the same if every disputed pair were false
/// @param expectedFalse how many false pairs the probabilities themselves say there are among those
///     offered
/// @param expectedDuplicates how many pairs the estimated prior takes for one person
/// @param thresholds what other bounds of the probability would have brought
/// @param runs each seed by itself
/// @param curve precision by recall as the bound falls, disputed pairs left out
/// @param falsePairs offered pairs of two labels, each once; those that look like wrong labels first
public record DuplicateReport(
        long people,
        long faces,
        long split,
        long seeds,
        String scoredBy,
        double minProbability,
        Figure recall,
        Figure falseShare,
        Figure falseShareWithDisputed,
        double expectedFalse,
        double expectedDuplicates,
        List<AtThreshold> thresholds,
        List<Run> runs,
        List<Point> curve,
        List<FalsePair> falsePairs)
        implements Report {

    /// What is offered from one probability up.
    public record AtThreshold(double minProbability, Tally tally, double expectedFalse) {}

    /// One seed.
    public record Run(long seed, Tally tally) {}

    /// What was offered, counted.
    ///
    /// @param planted pairs that are there to be found
    /// @param found of them
    /// @param wrong pairs of two people that are offered
    /// @param disputed offered pairs of two labels that look like one person
    /// @param lowQuality planted pairs that are left out as too poor to tell
    public record Tally(long planted, long found, long wrong, long disputed, long lowQuality) {
        double recall() {
            return planted == 0 ? 0 : (double) found / planted;
        }

        double falseShare() {
            return found + wrong == 0 ? 0 : (double) wrong / (found + wrong);
        }
    }

    /// One point of the curve.
    public record Point(double recall, double precision) {}

    /// Two labels that were taken for one person, and the two faces that are least to be expected
    /// of strangers.
    ///
    /// @param disputed whether they look like one person under two labels
    /// @param seeds in how many of the runs the pair was offered
    /// @param cosine of the two faces
    /// @param chance how many pairs as alike as these are to be expected among all pairs of
    ///     strangers here
    public record FalsePair(
            boolean disputed,
            String first,
            String second,
            long seeds,
            double cosine,
            double chance,
            String firstPhoto,
            String secondPhoto) {}

    public DuplicateReport {
        thresholds = List.copyOf(thresholds);
        runs = List.copyOf(runs);
        curve = List.copyOf(curve);
        falsePairs = List.copyOf(falsePairs);
    }

    @Override
    public String kind() {
        return "duplicates";
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add(
                "A pair of two labels is disputed if it holds two faces so alike that fewer than "
                        + DuplicateEvaluation.MAX_CHANCE_OF_DISPUTED
                        + " such pairs are to be expected among all pairs of faces of two labels, by the calibration's false match table.");
        notes.add("Faces too poor to tell are not offered; a planted pair of such faces counts as not found.");
        for (Figure figure : List.of(recall, falseShare, falseShareWithDisputed)) {
            figure.reason().ifPresent(notes::add);
        }
        return notes;
    }

    @Override
    public List<ReportPart> parts() {
        List<ReportPart> parts = new ArrayList<>();
        parts.add(new ReportPart.Table(
                "People split in two and found again",
                List.of("", "value"),
                List.of(
                        List.of("people", count(people)),
                        List.of("faces", count(faces)),
                        List.of("split each time", count(split)),
                        List.of("seeds", count(seeds)),
                        List.of("evidence by the calibration of", scoredBy),
                        List.of("offered from P", text(minProbability, 2)),
                        List.of("planted pairs found", recall.text(4)),
                        List.of("false among those offered", falseShare.text(4)),
                        List.of("false if disputed ones are", falseShareWithDisputed.text(4)),
                        List.of("false in expectation, by P", text(expectedFalse, 1)),
                        List.of("pairs of one person, by the prior", text(expectedDuplicates, 1)),
                        List.of("pairs of one person, planted", count(split * seeds)))));
        parts.add(new ReportPart.Table(
                "By the least probability offered",
                List.of("P", "found", "false", "disputed", "recall", "false share", "expected false"),
                thresholds.stream()
                        .map(cut -> List.of(
                                text(cut.minProbability, 2),
                                count(cut.tally.found),
                                count(cut.tally.wrong),
                                count(cut.tally.disputed),
                                text(cut.tally.recall(), 4),
                                text(cut.tally.falseShare(), 4),
                                text(cut.expectedFalse, 1)))
                        .toList()));
        parts.add(new ReportPart.Table(
                "By seed",
                List.of("seed", "planted", "found", "false", "disputed", "too poor", "recall", "false share"),
                runs.stream()
                        .map(run -> List.of(
                                Long.toString(run.seed),
                                count(run.tally.planted),
                                count(run.tally.found),
                                count(run.tally.wrong),
                                count(run.tally.disputed),
                                count(run.tally.lowQuality),
                                text(run.tally.recall(), 4),
                                text(run.tally.falseShare(), 4)))
                        .toList()));
        if (!falsePairs.isEmpty()) {
            parts.add(new ReportPart.Table(
                    "Offered pairs of two labels",
                    List.of("labels", "judged", "seeds", "best cosine", "by chance", "photos"),
                    falsePairs.stream()
                            .map(pair -> List.of(
                                    pair.first + " = " + pair.second,
                                    pair.disputed ? "disputed" : "false",
                                    count(pair.seeds),
                                    text(pair.cosine, 3),
                                    String.format(Locale.ROOT, "%.1e", pair.chance),
                                    pair.firstPhoto + " = " + pair.secondPhoto))
                            .toList()));
        }
        parts.add(new ReportPart.Table(
                "Precision at recall",
                List.of("recall", "precision"),
                List.of(0.5, 0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98).stream()
                        .map(wanted -> List.of(text(wanted, 2), precisionAt(wanted)))
                        .toList()));
        parts.add(new ReportPart.LinePlot(
                "Precision by recall",
                new ReportPart.Axis("recall", 0, 1, false),
                new ReportPart.Axis("precision", 0, 1, false),
                List.of(new ReportPart.Line(
                        "planted pairs",
                        curve.stream()
                                .map(point -> new ReportPart.PlotPoint(point.recall, point.precision))
                                .toList()))));
        return parts;
    }

    private String precisionAt(double wanted) {
        return curve.stream().filter(point -> point.recall >= wanted).mapToDouble(Point::precision).max().stream()
                .mapToObj(precision -> text(precision, 4))
                .findFirst()
                .orElse("not reached");
    }

    private static String text(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }
}
