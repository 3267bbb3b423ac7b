package dev.likeness.evaluation.clustering;

import dev.likeness.evaluation.data.LabelledFaces.Contradiction;
import dev.likeness.evaluation.report.Interval;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// A comparison of clustering algorithms.
///
/// @param photos number of evaluated photos, including those without a face
/// @param people number of people in them
/// @param faces number of clustered faces, which are all faces of the gallery
/// @param degradedShare share of degraded faces in the degraded draws
/// @param seeds number of degraded draws
/// @param copies number of labelled files whose picture counts already
/// @param contradictions pictures with several labels, which are not evaluated
/// @param rows one row for each algorithm and way to choose its minimum cosine, core-first first
public record ClusteringComparisonReport(
        long photos,
        long people,
        long faces,
        double degradedShare,
        int seeds,
        int copies,
        List<Contradiction> contradictions,
        List<Row> rows)
        implements Report {

    /// The result of one algorithm with one choice of its minimum cosine.
    ///
    /// @param minCosineChoice how the minimum cosine was chosen: one of the constants, or `chosen on` a
    ///     gallery
    /// @param clean the gallery as it is
    /// @param degraded the degraded draws; null if there are none
    public record Row(
            String algorithm,
            String minCosineChoice,
            State clean,
            @Nullable State degraded) {
        /// The algorithm has no minimum cosine.
        static final String NO_THRESHOLD = "-";

        static final String DEFAULT = "default";
        static final String GIVEN = "given";

        /// The minimum cosine of each fifth of the people was chosen on the other four.
        static final String CROSS_VALIDATED = "cross-validated";

        /// The minimum cosine was chosen by the labels that evaluate it.
        static final String OWN_BEST = "own best (upper bound)";
    }

    /// The figures of one state of the gallery. Over several draws they are means.
    ///
    /// @param minCosines the minimum cosines, ascending: several if each fifth of the people has its own;
    ///     empty if the algorithm has none
    /// @param all all labelled faces as they were assigned
    /// @param withoutSuggestions all labelled faces, those below quality 10 as unassigned
    /// @param named the faces from quality 10
    /// @param poor the faces below quality 15; null if there are none
    /// @param poorFaces mean number of these faces
    /// @param largestShare share of all clustered faces that are in the largest cluster
    /// @param lead core-first's F of all faces minus this one, with a 95 % bootstrap interval over people;
    ///     null for core-first itself and with too few people
    public record State(
            List<Float> minCosines,
            Scores all,
            Scores withoutSuggestions,
            Scores named,
            @Nullable Scores poor,
            double poorFaces,
            double largestShare,
            @Nullable Interval lead) {
        public State {
            minCosines = List.copyOf(minCosines);
        }

        static State of(List<Float> minCosines, List<ClusteringScores> draws, @Nullable Interval lead) {
            double poorFaces = mean(draws, draw -> draw.poor().faces());
            return new State(
                    minCosines,
                    Scores.of(draws, ClusteringScores::all),
                    Scores.of(draws, ClusteringScores::withoutSuggestions),
                    Scores.of(draws, ClusteringScores::named),
                    draws.stream().anyMatch(draw -> draw.poor().faces() == 0)
                            ? null
                            : Scores.of(draws, ClusteringScores::poor),
                    poorFaces,
                    mean(draws, ClusteringScores::largestShare),
                    lead);
        }

        private String cosines() {
            if (minCosines.isEmpty()) {
                return "-";
            }
            String lowest = String.format(Locale.ROOT, "%.2f", minCosines.getFirst());
            return minCosines.size() == 1
                    ? lowest
                    : String.format(Locale.ROOT, "%s-%.2f", lowest, minCosines.getLast());
        }
    }

    /// The scores of some faces.
    ///
    /// @param f BCubed F, with precision and recall
    /// @param falseJoins of the other faces in the clusters of these faces, the share that show somebody else
    /// @param falseSplits of the other faces of the people of these faces, the share in other clusters
    public record Scores(double f, double precision, double recall, double falseJoins, double falseSplits) {
        private static Scores of(List<ClusteringScores> draws, Function<ClusteringScores, ScoresByPerson> part) {
            return new Scores(
                    mean(draws, draw -> part.apply(draw).bCubed().fScore()),
                    mean(draws, draw -> part.apply(draw).bCubed().precision()),
                    mean(draws, draw -> part.apply(draw).bCubed().recall()),
                    mean(draws, draw -> part.apply(draw).falseJoins()),
                    mean(draws, draw -> part.apply(draw).falseSplits()));
        }
    }

    private static double mean(List<ClusteringScores> draws, ToDoubleFunction<ClusteringScores> value) {
        return draws.stream().mapToDouble(value).average().orElseThrow();
    }

    public ClusteringComparisonReport {
        contradictions = List.copyOf(contradictions);
        rows = List.copyOf(rows);
    }

    @Override
    public String kind() {
        return "clustering-comparison";
    }

    @Override
    public List<ReportPart> parts() {
        List<ReportPart> parts = new ArrayList<>();
        String labelled = String.format(
                Locale.ROOT, "%,d labelled photos of %,d people; %,d faces clustered", photos, people, faces);
        addTables("The gallery as it is: " + labelled, Row::clean, parts);
        if (seeds > 0) {
            addTables(
                    String.format(
                            Locale.ROOT,
                            "%.0f %% of the faces degraded, mean of %d draws: %s",
                            100 * degradedShare,
                            seeds,
                            labelled),
                    row -> Objects.requireNonNull(row.degraded),
                    parts);
        }
        if (!contradictions.isEmpty()) {
            parts.add(ClusteringNotes.table(contradictions));
        }
        return parts;
    }

    private void addTables(String caption, Function<Row, State> stateOf, List<ReportPart> parts) {
        List<List<String>> scores = new ArrayList<>();
        List<List<String>> byQuality = new ArrayList<>();
        for (Row row : rows) {
            State state = stateOf.apply(row);
            scores.add(List.of(
                    row.algorithm,
                    row.minCosineChoice,
                    state.cosines(),
                    number(state.all.f),
                    number(state.all.precision),
                    number(state.all.recall),
                    number(state.all.falseJoins),
                    number(state.all.falseSplits),
                    lead(state.lead)));
            Scores poor = state.poor;
            byQuality.add(List.of(
                    row.algorithm,
                    row.minCosineChoice,
                    number(state.all.f),
                    number(state.withoutSuggestions.f),
                    number(state.named.f),
                    String.format(Locale.ROOT, "%,.0f", state.poorFaces),
                    poor == null ? "-" : number(poor.f),
                    poor == null ? "-" : number(poor.falseJoins),
                    poor == null ? "-" : number(poor.falseSplits)));
        }
        parts.add(new ReportPart.Table(
                caption,
                List.of(
                        "algorithm",
                        "its minimum cosine",
                        "is",
                        "F",
                        "P",
                        "R",
                        "false joins",
                        "false splits",
                        "core-first better by"),
                scores));
        parts.add(new ReportPart.Table(
                "By quality. " + caption,
                List.of(
                        "algorithm",
                        "its minimum cosine",
                        "F",
                        "F, < 10 unassigned",
                        "F of >= 10",
                        "faces < 15",
                        "F of < 15",
                        "false joins of < 15",
                        "false splits of < 15"),
                byQuality));
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>(
                List.of(
                        "F, P and R are BCubed. One face of each labelled photo is evaluated; unassigned faces and photos without a face count as clusters of one.",
                        ClusteringNotes.PAIR_SHARES,
                        ClusteringNotes.SUGGESTIONS,
                        "Intervals: 95 %, paired bootstrap over people, each face evaluated in its complete cluster. One that contains 0 shows no difference."));
        if (rows.stream().anyMatch(row -> row.minCosineChoice.equals(Row.OWN_BEST))) {
            notes.add(
                    "Cross-validated: the people are divided into %d parts at random, and the minimum cosine of each part has the highest F of the people of the other parts, so no person is evaluated with a minimum cosine that was chosen by their labels. Own best: the minimum cosine with the highest F on the very labels that evaluate it, an upper bound of one minimum cosine for all people. Both are chosen for each state of the gallery; core-first has the same parameters in all."
                            .formatted(ThresholdSweep.FOLDS));
            if (rows.stream().noneMatch(row -> row.minCosineChoice.equals(Row.CROSS_VALIDATED))) {
                notes.add("Not cross-validated: it needs at least 30 people, got: %,d".formatted(people));
            }
        }
        for (Row row : rows) {
            if (row.minCosineChoice.equals(Row.OWN_BEST) && ThresholdSweep.isAtTheEnd(row.clean.minCosines)) {
                notes.add("The best minimum cosine of %s may be outside of what was tried, %.2f to %.2f."
                        .formatted(
                                row.algorithm,
                                ThresholdSweep.minCosines().getFirst(),
                                ThresholdSweep.minCosines().getLast()));
            }
            noteLargest(row, "", row.clean, notes);
            if (row.degraded != null) {
                noteLargest(row, " when degraded", row.degraded, notes);
            }
        }
        ClusteringNotes.notes(copies, contradictions).forEach(notes::add);
        return notes;
    }

    private static void noteLargest(Row row, String when, State state, List<String> notes) {
        if (state.largestShare > 0.5) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%s%s puts %.0f %% of all faces into one cluster%s.",
                    row.algorithm,
                    row.minCosineChoice.equals(Row.NO_THRESHOLD) ? "" : " (" + row.minCosineChoice + ")",
                    100 * state.largestShare,
                    when));
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String lead(@Nullable Interval interval) {
        return interval == null ? "-" : interval.signed(3);
    }
}
