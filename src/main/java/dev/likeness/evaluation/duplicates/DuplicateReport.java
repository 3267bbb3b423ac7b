package dev.likeness.evaluation.duplicates;

import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.report.GallerySpread;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How well duplicate identities are found. All counts are sums over the seeds.
///
/// @param people number of labelled people
/// @param faces number of their faces
/// @param split number of people split in two in each run
/// @param seeds number of runs
/// @param recallOfGalleries recall in single runs
/// @param falseShareOfGalleries false share in single runs
/// @param scoredBy the calibration used: that of `templates` or of `faces`
/// @param minProbability minimum probability of an offered pair
/// @param recall share of the planted pairs that were offered
/// @param falseShare share of pairs of two people among the offered, undisputed pairs
/// @param falseShareWithDisputed the same if all disputed pairs were false
/// @param expectedFalse number of false pairs to expect among the offered ones, by their probabilities
/// @param expectedDuplicates number of pairs of one person, by the estimated prior
/// @param thresholds the counts at other minimum probabilities
/// @param runs the counts of each seed
/// @param curve precision by recall as the minimum probability decreases, without disputed pairs
/// @param falsePairs offered pairs of two labels, each once; those that look like wrong labels first
public record DuplicateReport(
        long people,
        long faces,
        long split,
        long seeds,
        GallerySpread recallOfGalleries,
        GallerySpread falseShareOfGalleries,
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

    /// The pairs offered at one minimum probability.
    public record AtThreshold(double minProbability, Tally tally, double expectedFalse) {}

    /// One seed.
    public record Run(long seed, Tally tally) {}

    /// Counts of offered pairs.
    ///
    /// @param planted number of pairs to find
    /// @param found number of those that were offered
    /// @param wrong number of offered pairs of two people
    /// @param disputed number of offered pairs of two labels that look like one person
    /// @param lowQuality number of planted pairs skipped because of low quality
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

    /// An offered pair of two labels, with the two faces whose similarity is least probable by chance.
    ///
    /// @param disputed whether they look like one person with two labels
    /// @param seeds number of runs that offered the pair
    /// @param cosine cosine of the two faces
    /// @param chance expected number of pairs of different people in this gallery that are at least as
    ///     similar
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
        notes.add("Faces of low quality are not offered; a planted pair of such faces counts as not found.");
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
                        List.of("people of a gallery", count(recallOfGalleries.people())),
                        List.of("split each time", count(split)),
                        List.of("seeds", count(seeds)),
                        List.of("evidence by the calibration of", scoredBy),
                        List.of("offered from P", text(minProbability, 2)),
                        List.of("planted pairs found", recall.text(4)),
                        List.of("found in one gallery, median and 95 %", recallOfGalleries.text()),
                        List.of("false among those offered", falseShare.text(4)),
                        List.of("false in one gallery, median and 95 %", falseShareOfGalleries.text()),
                        List.of("false if disputed ones are", falseShareWithDisputed.text(4)),
                        List.of("false in expectation, by P", text(expectedFalse, 1)),
                        List.of("pairs of one person, by the prior", text(expectedDuplicates, 1)),
                        List.of("pairs of one person, planted", count(split * seeds)))));
        parts.add(new ReportPart.Table(
                "By minimum probability",
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
                    List.of("labels", "verdict", "seeds", "best cosine", "by chance", "photos"),
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
