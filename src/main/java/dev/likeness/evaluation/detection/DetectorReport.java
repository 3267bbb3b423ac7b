package dev.likeness.evaluation.detection;

import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.report.Interval;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a detector finds of what another one, the reference, finds.
///
/// @param reference its id
/// @param detector the id of the judged one
/// @param photos how many were searched
/// @param unreadable how many could not be
/// @param scores the detector at each of its thresholds
/// @param counts the faces of each photo, if there are few photos, at the first threshold
public record DetectorReport(
        String reference, String detector, int photos, int unreadable, List<AtScore> scores, List<PhotoCount> counts)
        implements Report {
    /// What the project asks of a detector that ships.
    static final double MIN_RECALL = 0.97;

    static final double MAX_EXTRA_SHARE = 0.02;
    static final double MAX_DISTANCE = 0.05;

    public DetectorReport {
        scores = List.copyOf(scores);
        counts = List.copyOf(counts);
    }

    /// The detector at one threshold.
    ///
    /// @param score the threshold
    /// @param expected the reference's faces that are to be found
    /// @param found how many of them were
    /// @param faces all faces that the detector finds
    /// @param extra how many of them the reference sees nowhere, not even doubtfully
    /// @param recall share of the wanted faces that were found
    /// @param extraShare share of the detector's faces that are extra
    /// @param distance mean distance of the five points from the reference's, as a share of its eyes' distance
    public record AtScore(
            double score,
            long expected,
            long found,
            long faces,
            long extra,
            Figure recall,
            Figure extraShare,
            Figure distance,
            Optional<Interval> recallInterval,
            Optional<Interval> extraInterval,
            Optional<Interval> distanceInterval) {}

    /// What was found in one photo, in the same words.
    public record PhotoCount(String photo, long expected, long found, long faces, long extra) {}

    @Override
    public String kind() {
        return "detector";
    }

    @Override
    public List<ReportPart> parts() {
        List<ReportPart> parts = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (AtScore at : scores) {
            String score = String.format(Locale.ROOT, "%.2f", at.score);
            rows.add(row(
                    score + ": found of the reference's faces",
                    at.recall,
                    at.recallInterval,
                    at.expected,
                    String.format(Locale.ROOT, "at least %.2f", MIN_RECALL),
                    value -> value >= MIN_RECALL));
            rows.add(row(
                    score + ": extra among its own",
                    at.extraShare,
                    at.extraInterval,
                    at.faces,
                    String.format(Locale.ROOT, "at most %.2f", MAX_EXTRA_SHARE),
                    value -> value <= MAX_EXTRA_SHARE));
            rows.add(row(
                    score + ": distance of the points",
                    at.distance,
                    at.distanceInterval,
                    at.found,
                    String.format(Locale.ROOT, "at most %.2f", MAX_DISTANCE),
                    value -> value <= MAX_DISTANCE));
        }
        parts.add(new ReportPart.Table(
                "%s beside %s".formatted(detector, reference),
                List.of("from score", "value", "95 % interval", "n", "bar", "met"),
                rows));
        if (!counts.isEmpty()) {
            parts.add(new ReportPart.Table(
                    "Faces of each photo",
                    List.of("photo", "wanted", "found", "all of the detector", "extra"),
                    counts.stream()
                            .map(count -> List.of(
                                    count.photo(),
                                    Long.toString(count.expected()),
                                    Long.toString(count.found()),
                                    Long.toString(count.faces()),
                                    Long.toString(count.extra())))
                            .toList()));
        }
        return parts;
    }

    /// Whether a value meets its bar.
    private interface Requirement {
        boolean isMetBy(double value);
    }

    private static List<String> row(
            String name, Figure figure, Optional<Interval> interval, long n, String rule, Requirement bar) {
        return List.of(
                name,
                figure.text(4),
                interval.map(known -> String.format(Locale.ROOT, "%.4f to %.4f", known.low(), known.high()))
                        .orElse("-"),
                Long.toString(n),
                rule,
                figure.value().isEmpty() ? "-" : bar.isMetBy(figure.value().getAsDouble()) ? "yes" : "no");
    }

    @Override
    public List<String> notes() {
        return List.of(
                "%,d photos; %,d could not be read.".formatted(photos, unreadable),
                String.format(
                        Locale.ROOT,
                        "To be found are the reference's faces of score %.1f and more whose longer side has %d pixels and more; found is what has an IoU of %.1f and more. Extra is what has that with no face of the reference, down to its score %.1f.",
                        DetectorComparison.MIN_REFERENCE_SCORE,
                        (int) DetectorComparison.MIN_SIDE,
                        DetectorComparison.MIN_IOU,
                        DetectorComparison.MIN_EXCUSE_SCORE),
                "Distances are means over the five points of the faces found, as shares of the distance between the reference's eyes. Intervals: bootstrap over photos.");
    }
}
