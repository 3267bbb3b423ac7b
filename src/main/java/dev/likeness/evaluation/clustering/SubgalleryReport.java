package dev.likeness.evaluation.clustering;

import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.report.Interval;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How well small galleries are clustered that are parts of a large one.
///
/// @param people number of people of all subgalleries of one division
/// @param subgalleries number of subgalleries of one division
/// @param seeds number of divisions
/// @param rows the means over all subgalleries of all divisions, one row for each gallery
/// @param each the subgalleries
public record SubgalleryReport(int people, int subgalleries, int seeds, List<Row> rows, List<Subgallery> each)
        implements Report {

    /// The means of one gallery.
    ///
    /// @param interval 95 % bootstrap interval of `f` over people; null with too few people
    /// @param f BCubed F, with precision and recall
    /// @param falseJoins share of the pairs in one cluster that show two people
    /// @param falseSplits share of the pairs of one person in two clusters
    /// @param lead F of the first gallery minus this one, with a 95 % bootstrap interval over people; null for
    ///     the first gallery and with too few people
    public record Row(
            String gallery,
            @Nullable Interval interval,
            double f,
            double precision,
            double recall,
            double falseJoins,
            double falseSplits,
            @Nullable Interval lead) {}

    /// One subgallery.
    ///
    /// @param division number of the division, from 1
    /// @param photos number of labelled photos
    /// @param faces number of clustered faces in the first gallery
    /// @param f BCubed F in each gallery
    public record Subgallery(int division, int people, int photos, int faces, List<Double> f) {
        public Subgallery {
            f = List.copyOf(f);
        }
    }

    public SubgalleryReport {
        rows = List.copyOf(rows);
        each = List.copyOf(each);
    }

    @Override
    public String kind() {
        return "subgalleries";
    }

    @Override
    public List<ReportPart> parts() {
        List<String> header =
                new ArrayList<>(List.of("gallery", "F", "95 % interval", "P", "R", "false joins", "false splits"));
        List<String> eachHeader = new ArrayList<>(List.of("division", "people", "photos", "faces"));
        rows.forEach(row -> eachHeader.add("F of " + row.gallery));
        if (rows.size() > 1) {
            header.add(rows.getFirst().gallery + " better by");
        }
        return List.of(
                new ReportPart.Table(
                        String.format(
                                Locale.ROOT,
                                "Mean of %,d subgalleries: %,d people dealt into %,d, %,d times",
                                each.size(),
                                people,
                                subgalleries,
                                seeds),
                        header,
                        rows.stream().map(this::cells).toList()),
                new ReportPart.Table(
                        "Each subgallery",
                        eachHeader,
                        each.stream().map(SubgalleryReport::cells).toList()));
    }

    private List<String> cells(Row row) {
        List<String> cells = new ArrayList<>(List.of(
                row.gallery,
                number(row.f),
                row.interval == null ? "-" : number(row.interval.low()) + " to " + number(row.interval.high()),
                number(row.precision),
                number(row.recall),
                number(row.falseJoins),
                number(row.falseSplits)));
        if (rows.size() > 1) {
            cells.add(row.lead == null ? "-" : row.lead.signed(4));
        }
        return cells;
    }

    private static List<String> cells(Subgallery subgallery) {
        List<String> cells = new ArrayList<>(List.of(
                Integer.toString(subgallery.division),
                count(subgallery.people),
                count(subgallery.photos),
                count(subgallery.faces)));
        subgallery.f.forEach(f -> cells.add(number(f)));
        return cells;
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>(List.of(
                "F, P and R are BCubed. One face of each labelled photo is evaluated, and all faces of these photos are clustered; unassigned faces and photos without a face count as clusters of one. Photos without a label are left out.",
                ClusteringNotes.PAIR_SHARES));
        notes.add(
                people < Figure.MIN_OBSERVATIONS
                        ? "No intervals: they need at least %d people, got: %,d"
                                .formatted(Figure.MIN_OBSERVATIONS, people)
                        : "Intervals: 95 %, bootstrap over people, each face evaluated in its complete cluster; paired if two galleries are compared. One that contains 0 shows no difference.");
        return notes;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }
}
