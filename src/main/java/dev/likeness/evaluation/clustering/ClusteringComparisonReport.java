package dev.likeness.evaluation.clustering;

import dev.likeness.evaluation.report.Interval;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A comparison of clustering algorithms.
///
/// @param photos number of evaluated photos, including those without a face
/// @param people number of people in them
/// @param faces number of clustered faces, which are all faces of the gallery
/// @param degradedShare share of degraded faces in the degraded versions
/// @param seeds number of degraded versions
/// @param rows one row per algorithm, core-first first
public record ClusteringComparisonReport(
        long photos, long people, long faces, double degradedShare, int seeds, List<Row> rows) implements Report {

    /// The result of one algorithm.
    ///
    /// @param minCosine its minimum cosine; null if it uses none
    /// @param f BCubed F on the gallery as it is, with precision and recall
    /// @param degradedF mean BCubed F over the degraded versions; null without degraded versions
    /// @param lead core-first's F minus this one, with a 95 % bootstrap interval over people; null for
    ///     core-first itself and with too few people
    /// @param degradedLead the same over the degraded versions
    public record Row(
            String algorithm,
            @Nullable Float minCosine,
            double f,
            double precision,
            double recall,
            @Nullable Double degradedF,
            @Nullable Interval lead,
            @Nullable Interval degradedLead) {}

    public ClusteringComparisonReport {
        rows = List.copyOf(rows);
    }

    @Override
    public String kind() {
        return "clustering-comparison";
    }

    @Override
    public List<ReportPart> parts() {
        List<List<String>> table = new ArrayList<>();
        for (Row row : rows) {
            table.add(List.of(
                    row.algorithm,
                    row.minCosine == null ? "-" : String.format(Locale.ROOT, "%.2f", row.minCosine),
                    number(row.f),
                    number(row.precision),
                    number(row.recall),
                    lead(row.lead),
                    row.degradedF == null ? "-" : number(row.degradedF),
                    lead(row.degradedLead)));
        }
        return List.of(new ReportPart.Table(
                String.format(
                        Locale.ROOT,
                        "BCubed over %,d labelled photos of %,d people; %,d faces clustered; %.0f %% degraded in %d draws",
                        photos,
                        people,
                        faces,
                        100 * degradedShare,
                        seeds),
                List.of(
                        "algorithm",
                        "min cosine",
                        "F",
                        "P",
                        "R",
                        "core-first better by",
                        "F, degraded",
                        "core-first better by"),
                table));
    }

    @Override
    public List<String> notes() {
        return List.of(
                "The largest face of each labelled photo is evaluated; unassigned faces and photos without a face count as clusters of one.",
                "Intervals: 95 %, paired bootstrap over people, each face evaluated in its complete cluster. One that contains 0 shows no difference.");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String lead(@Nullable Interval interval) {
        return interval == null
                ? "-"
                : String.format(
                        Locale.ROOT, "%+.3f (%+.3f to %+.3f)", interval.estimate(), interval.low(), interval.high());
    }
}
