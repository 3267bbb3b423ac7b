package dev.likeness.evaluation.clustering;

import dev.likeness.evaluation.clustering.ClusteringComparisonReport.State;
import dev.likeness.evaluation.report.Interval;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the moment and the company of photos are worth, on staged photos.
///
/// @param faces number of clustered faces, all of them evaluated
/// @param people number of people in them, each bystander one
/// @param photos number of staged photos of the last draw
/// @param degradedShare share of degraded faces
/// @param seeds number of draws
/// @param rows for each kind of company core-first first, then core-first without parts
public record ContextReport(int faces, int people, int photos, double degradedShare, int seeds, List<Row> rows)
        implements Report {

    /// The scores of one variant, the mean of all draws.
    ///
    /// @param company who is in the photos: `households` or `strangers`
    public record Row(String company, String algorithm, State state) {
        static Row of(String company, String algorithm, List<ClusteringScores> draws, @Nullable Interval lead) {
            return new Row(company, algorithm, State.of(List.of(), draws, lead));
        }

        private List<String> cells() {
            ClusteringComparisonReport.Scores all = state.all();
            ClusteringComparisonReport.Scores poor = state.poor();
            List<String> cells = new ArrayList<>(List.of(
                    company,
                    algorithm,
                    number(all.f()),
                    number(all.precision()),
                    number(all.recall()),
                    number(all.falseJoins()),
                    number(all.falseSplits()),
                    state.lead() == null ? "-" : state.lead().signed(4),
                    String.format(Locale.ROOT, "%,.0f", state.poorFaces())));
            cells.addAll(
                    poor == null
                            ? List.of("-", "-", "-")
                            : List.of(number(poor.f()), number(poor.falseJoins()), number(poor.falseSplits())));
            return cells;
        }
    }

    public ContextReport {
        rows = List.copyOf(rows);
    }

    @Override
    public String kind() {
        return "context";
    }

    @Override
    public List<ReportPart> parts() {
        return List.of(new ReportPart.Table(
                String.format(
                        Locale.ROOT,
                        "%,d faces of %,d people in about %,d staged photos; %.0f %% of the faces degraded; mean of %d draws",
                        faces,
                        people,
                        photos,
                        100 * degradedShare,
                        seeds),
                List.of(
                        "photos of",
                        "algorithm",
                        "F",
                        "P",
                        "R",
                        "false joins",
                        "false splits",
                        "core-first better by",
                        "faces < 15",
                        "F of < 15",
                        "false joins of < 15",
                        "false splits of < 15"),
                rows.stream().map(Row::cells).toList()));
    }

    @Override
    public List<String> notes() {
        return List.of(
                "The faces with their vectors and qualities are real. Which of them share a photo, and when it was taken, is staged: households with events of some moments, a guest now and then. Faces without a label, such as those in the background of the gallery's photos, are bystanders: each is put into any photo, as a person of its own. So the figures show what a context is worth if people meet as staged, not how they meet in a library.",
                "Strangers: the same photos at the same times, but who is in a photo is chance. A context can only harm there; nobody's library is like this.",
                "F, P and R are BCubed; unassigned faces count as clusters of one. Faces < 15: those below quality 15.",
                ClusteringNotes.PAIR_SHARES,
                "Intervals: 95 %, paired bootstrap over people. One that contains 0 shows no difference.");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
