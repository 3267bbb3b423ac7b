package dev.likeness.evaluation.detection;

import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.report.Interval;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A comparison of a detector with a reference detector.
///
/// @param reference id of the reference detector
/// @param detector id of the evaluated detector
/// @param photos number of photos
/// @param unreadable number of photos that could not be read
/// @param copies number of files whose picture counts already
/// @param scores the results at each score threshold
/// @param counts the faces of each photo at the first threshold; only if there are few photos
public record DetectorReport(
        String reference,
        String detector,
        int photos,
        int unreadable,
        int copies,
        List<AtScore> scores,
        List<PhotoCount> counts)
        implements Report {
    /// The limits for a detector that ships with Likeness.
    static final double MIN_RECALL = 0.97;

    static final double MAX_EXTRA_SHARE = 0.02;

    public DetectorReport {
        scores = List.copyOf(scores);
        counts = List.copyOf(counts);
    }

    /// The result at one threshold.
    ///
    /// @param score the threshold
    /// @param expected number of the reference's faces that must be found
    /// @param found number of those that were found
    /// @param faces number of all faces of the detector
    /// @param extra number of faces that match no reference face, not even one with a low score
    /// @param recall share of the expected faces that were found
    /// @param extraShare share of the detector's faces that are extra
    /// @param distance mean difference of the five points from the reference's, relative to the reference's
    ///     eye distance
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

    /// The counts of one photo, named as in [AtScore].
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
            // The reference errs as well, so that a difference has no limit.
            rows.add(row(
                    score + ": difference of the landmarks", at.distance, at.distanceInterval, at.found, "-", null));
        }
        parts.add(new ReportPart.Table(
                "%s beside %s".formatted(detector, reference),
                List.of("from score", "value", "95 % interval", "n", "bar", "met"),
                rows));
        if (!counts.isEmpty()) {
            parts.add(new ReportPart.Table(
                    "Faces of each photo",
                    List.of("photo", "expected", "found", "all detections", "extra"),
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

    /// Whether a value is within its limit.
    private interface Requirement {
        boolean isMetBy(double value);
    }

    private static List<String> row(
            String name, Figure figure, Optional<Interval> interval, long n, String rule, @Nullable Requirement bar) {
        return List.of(
                name,
                figure.text(4),
                interval.map(known -> String.format(Locale.ROOT, "%.4f to %.4f", known.low(), known.high()))
                        .orElse("-"),
                Long.toString(n),
                rule,
                bar == null || figure.value().isEmpty()
                        ? "-"
                        : bar.isMetBy(figure.value().getAsDouble()) ? "yes" : "no");
    }

    @Override
    public List<String> notes() {
        return List.of(
                "%,d photos; %,d could not be read, %,d are copies of the picture of another and count once."
                        .formatted(photos, unreadable, copies),
                String.format(
                        Locale.ROOT,
                        "Expected are the reference's faces with a score of at least %.1f and a longer side of at least %d pixels. A face is found if a detection has an IoU of at least %.1f with it. A detection is extra if it has that IoU with no face of the reference with a score of at least %.1f.",
                        DetectorComparison.MIN_REFERENCE_SCORE,
                        (int) DetectorComparison.MIN_SIDE,
                        DetectorComparison.MIN_IOU,
                        DetectorComparison.MIN_EXCUSE_SCORE),
                "The difference of the landmarks is the mean distance of the five from the reference's, relative to its eye distance. It is no error, because the reference errs, too; what landmarks are worth is measured by verification and clustering. Intervals: bootstrap over photos.");
    }
}
