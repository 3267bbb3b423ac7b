package dev.likeness.evaluation.clustering;

import dev.likeness.cluster.Caution;
import dev.likeness.cluster.ClusterAlgorithm;
import dev.likeness.cluster.ClusterOptions;
import dev.likeness.cluster.FaceClusterer;
import dev.likeness.cluster.algorithms.Clusterers;
import dev.likeness.cluster.corefirst.CoreFirstPart;
import dev.likeness.engine.Engine;
import dev.likeness.evaluation.clustering.ClusteringComparisonReport.Row;
import dev.likeness.evaluation.clustering.ComparedGallery.Version;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.evaluation.report.Bootstrap;
import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.report.Interval;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Compares clustering algorithms on a gallery with labelled photos, without writing to it: on the gallery as
/// it is, and with some of its faces degraded. All faces of the gallery are clustered; the largest face of
/// each labelled photo is evaluated.
public final class ClusteringComparison {
    /// The names of all algorithms, as on the command line.
    public static final List<String> ALL =
            Stream.of(ClusterAlgorithm.values()).map(ClusteringComparison::name).toList();

    private static final float UNUSED_COSINE = 0.5f;

    private final ComparedGallery gallery;
    private final Plan plan;
    private final int people;

    /// Core-first's scores, by draw.
    private final List<ClusteringScores> ours;

    private final @Nullable List<ClusteringScores> oursDegraded;

    private ClusteringComparison(ComparedGallery gallery, Plan plan) {
        this.gallery = gallery;
        this.plan = plan;
        FaceClusterer coreFirst = clusterer(gallery, ClusterAlgorithm.CORE_FIRST, UNUSED_COSINE);
        this.ours = scores(gallery, gallery.clean(), coreFirst);
        this.oursDegraded = gallery.degraded().isEmpty() ? null : scores(gallery, gallery.degraded(), coreFirst);
        this.people = ours.getFirst().all().people();
    }

    /// What to compare.
    ///
    /// @param algorithms the algorithms in the order of the report; core-first is always included
    /// @param ablate whether to compare core-first also with itself: cautious, eager, and without each of its parts
    /// @param minCosine the minimum cosine of algorithms that use one; null to choose it in several ways
    /// @param degraded share of the faces to degrade, 0 to 1
    /// @param seeds number of draws of degraded faces; ignored if `degraded` is 0
    /// @param resamples number of bootstrap resamples
    public record Plan(
            List<ClusterAlgorithm> algorithms,
            boolean ablate,
            @Nullable Float minCosine,
            double degraded,
            int seeds,
            int resamples) {

        /// @throws LikenessException `INVALID_ARGUMENT` if a value is out of its range
        public Plan {
            algorithms = List.copyOf(algorithms);
            if (!(degraded >= 0 && degraded <= 1)) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "the share of degraded faces must be between 0 and 1, got: " + degraded);
            }
            if (seeds < 0) {
                throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "seeds must be at least 0, got: " + seeds);
            }
            if (minCosine != null && !(minCosine >= PrecomputedNeighbourhood.MIN_COSINE && minCosine < 1)) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "minimum cosine must be between %s and 1, got: %s"
                                .formatted(PrecomputedNeighbourhood.MIN_COSINE, minCosine));
            }
        }

        /// Creates a plan from names.
        ///
        /// @param names names of algorithms, as in [#ALL]
        /// @param ablate as in [Plan]
        /// @throws LikenessException `INVALID_ARGUMENT` for an unknown name
        public static Plan of(
                List<String> names,
                boolean ablate,
                @Nullable Float minCosine,
                double degraded,
                int seeds,
                int resamples) {
            List<ClusterAlgorithm> algorithms = names.stream()
                    .map(name -> Stream.of(ClusterAlgorithm.values())
                            .filter(algorithm -> name(algorithm).equals(name))
                            .findFirst()
                            .orElseThrow(() -> new LikenessException(
                                    ErrorCode.INVALID_ARGUMENT,
                                    "an algorithm must be one of %s, got: %s".formatted(String.join(", ", ALL), name))))
                    .toList();
            return new Plan(algorithms, ablate, minCosine, degraded, seeds, resamples);
        }
    }

    /// The labelled gallery on which thresholds are chosen.
    public record Tuning(String gallery, PhotoLabels labels) {}

    /// Runs the comparison. An algorithm with a minimum cosine has a row for each way to choose it: by
    /// `tuning` or the default; by cross-validation over people; and by the labels that evaluate it, which is
    /// an upper bound. It has one row only if the plan states the minimum cosine.
    ///
    /// @param tuning where to choose each algorithm's minimum cosine, by its mean BCubed F over the gallery
    ///     as it is and the draws of degraded faces; null to use the plan's
    /// @throws LikenessException `NOT_FOUND` if there is no such gallery; `INVALID_ARGUMENT` for labels of
    ///     photos that are not in it, unless `badInput` skips them, or if there are a minimum cosine and a
    ///     `tuning`
    public static ClusteringComparisonReport run(
            Engine engine,
            String gallery,
            PhotoLabels labels,
            Plan plan,
            @Nullable Tuning tuning,
            InvalidInputPolicy badInput,
            Consumer<String> progress) {
        if (tuning != null && plan.minCosine != null) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a minimum cosine is either given or chosen on a gallery, got: %s and %s; leave one out"
                            .formatted(plan.minCosine, tuning.gallery));
        }
        Map<ClusterAlgorithm, Float> tuned = new TreeMap<>();
        if (tuning != null) {
            ComparedGallery other =
                    ComparedGallery.read(engine, tuning.gallery, tuning.labels, plan.degraded, plan.seeds, badInput);
            for (ClusterAlgorithm algorithm : plan.algorithms) {
                if (algorithm.hasMinCosine()) {
                    progress.accept("choosing the minimum cosine of " + name(algorithm) + " on " + tuning.gallery);
                    tuned.put(algorithm, bestMinCosine(other, algorithm));
                }
            }
        }
        ComparedGallery here = ComparedGallery.read(engine, gallery, labels, plan.degraded, plan.seeds, badInput);
        progress.accept("core-first");
        return new ClusteringComparison(here, plan).compare(tuning, tuned, progress);
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The minimum cosine with the highest mean BCubed F over the gallery as it is and all draws.
    private static float bestMinCosine(ComparedGallery gallery, ClusterAlgorithm algorithm) {
        List<Version> all = new ArrayList<>(gallery.clean());
        all.addAll(gallery.degraded());
        return sweep(gallery, all, algorithm).best().minCosines().getFirst();
    }

    private static ThresholdSweep sweep(ComparedGallery gallery, List<Version> draws, ClusterAlgorithm algorithm) {
        return new ThresholdSweep(ThresholdSweep.minCosines().stream()
                .map(minCosine -> cluster(gallery, draws, clusterer(gallery, algorithm, minCosine)))
                .toList());
    }

    private static List<LabelledClustering> cluster(
            ComparedGallery gallery, List<Version> draws, FaceClusterer clusterer) {
        return draws.stream().map(draw -> gallery.cluster(draw, clusterer)).toList();
    }

    private static List<ClusteringScores> scores(
            ComparedGallery gallery, List<Version> draws, FaceClusterer clusterer) {
        return cluster(gallery, draws, clusterer).stream()
                .map(LabelledClustering::scores)
                .toList();
    }

    private static FaceClusterer clusterer(ComparedGallery gallery, ClusterAlgorithm algorithm, float minCosine) {
        return Clusterers.create(options(algorithm, Caution.BALANCED, minCosine), gallery.space());
    }

    private static ClusterOptions options(ClusterAlgorithm algorithm, Caution caution, float minCosine) {
        return new ClusterOptions(algorithm, caution, minCosine, 2);
    }

    private ClusteringComparisonReport compare(
            @Nullable Tuning tuning, Map<ClusterAlgorithm, Float> tuned, Consumer<String> progress) {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row(
                "core-first",
                Row.NO_THRESHOLD,
                state(List.of(), ours, null),
                oursDegraded == null ? null : state(List.of(), oursDegraded, null)));
        for (ClusterAlgorithm algorithm : plan.algorithms) {
            if (algorithm == ClusterAlgorithm.CORE_FIRST) {
                continue;
            }
            progress.accept(name(algorithm));
            if (!algorithm.hasMinCosine()) {
                rows.add(row(name(algorithm), clusterer(gallery, algorithm, UNUSED_COSINE)));
                continue;
            }
            String choice =
                    tuning != null ? "chosen on " + tuning.gallery : plan.minCosine != null ? Row.GIVEN : Row.DEFAULT;
            float minCosine = tuned.getOrDefault(
                    algorithm,
                    plan.minCosine != null
                            ? plan.minCosine
                            : ClusterOptions.defaults().minCosine());
            rows.add(row(name(algorithm), choice, minCosine, clusterer(gallery, algorithm, minCosine)));
            if (plan.minCosine == null) {
                addRowsChosenHere(algorithm, rows);
            }
        }
        if (plan.ablate) {
            addRowsOfCautions(progress, rows);
            addRowsWithoutParts(progress, rows);
        }
        return new ClusteringComparisonReport(
                gallery.labelled().faces().size(),
                people,
                gallery.faces(),
                plan.degraded,
                gallery.degraded().size(),
                gallery.labelled().copies(),
                gallery.labelled().contradictions(),
                rows);
    }

    private void addRowsOfCautions(Consumer<String> progress, List<Row> rows) {
        for (Caution caution : List.of(Caution.CAUTIOUS, Caution.EAGER)) {
            String other = "core-first, " + name(caution);
            progress.accept(other);
            rows.add(row(
                    other,
                    Clusterers.create(options(ClusterAlgorithm.CORE_FIRST, caution, UNUSED_COSINE), gallery.space())));
        }
    }

    private void addRowsWithoutParts(Consumer<String> progress, List<Row> rows) {
        for (CoreFirstPart part : CoreFirstPart.values()) {
            String without = "core-first without " + name(part);
            progress.accept(without);
            rows.add(row(
                    without,
                    Clusterers.coreFirstWithout(
                            Set.of(part),
                            options(ClusterAlgorithm.CORE_FIRST, Caution.BALANCED, UNUSED_COSINE),
                            gallery.space())));
        }
    }

    private Row row(String name, FaceClusterer clusterer) {
        return row(name, Row.NO_THRESHOLD, null, clusterer);
    }

    private Row row(String name, String choice, @Nullable Float minCosine, FaceClusterer clusterer) {
        List<Float> minCosines = minCosine == null ? List.of() : List.of(minCosine);
        return new Row(
                name,
                choice,
                state(minCosines, scores(gallery, gallery.clean(), clusterer), ours),
                oursDegraded == null
                        ? null
                        : state(minCosines, scores(gallery, gallery.degraded(), clusterer), oursDegraded));
    }

    /// The minimum cosines that are chosen by labels of this gallery suit its state, as it is or degraded.
    private void addRowsChosenHere(ClusterAlgorithm algorithm, List<Row> rows) {
        ThresholdSweep clean = sweep(gallery, gallery.clean(), algorithm);
        ThresholdSweep degraded = oursDegraded == null ? null : sweep(gallery, gallery.degraded(), algorithm);
        if (people >= Figure.MIN_OBSERVATIONS) {
            rows.add(row(name(algorithm), Row.CROSS_VALIDATED, clean, degraded, sweep -> sweep.crossValidated(people)));
        }
        rows.add(row(name(algorithm), Row.OWN_BEST, clean, degraded, ThresholdSweep::best));
    }

    private Row row(
            String name,
            String choice,
            ThresholdSweep clean,
            @Nullable ThresholdSweep degraded,
            Function<ThresholdSweep, ThresholdSweep.Choice> by) {
        return new Row(
                name,
                choice,
                state(by.apply(clean), ours),
                degraded == null || oursDegraded == null ? null : state(by.apply(degraded), oursDegraded));
    }

    private ClusteringComparisonReport.State state(ThresholdSweep.Choice choice, List<ClusteringScores> against) {
        return state(choice.minCosines(), choice.scores(), against);
    }

    /// @param against core-first's scores on the same draws; null for core-first itself
    private ClusteringComparisonReport.State state(
            List<Float> minCosines, List<ClusteringScores> scores, @Nullable List<ClusteringScores> against) {
        Interval lead = against == null || people < Figure.MIN_OBSERVATIONS
                ? null
                : lead(all(against), all(scores), new Bootstrap(plan.resamples, 1));
        return ClusteringComparisonReport.State.of(minCosines, scores, lead);
    }

    private static List<ScoresByPerson> all(List<ClusteringScores> scores) {
        return scores.stream().map(ClusteringScores::all).toList();
    }

    /// The difference of the mean BCubed F, ours minus theirs, with the interval of a paired bootstrap over
    /// people: each resample draws the same people for all draws of degraded faces. Clusters stay complete;
    /// only the evaluated people are resampled.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if there are fewer than 30 people
    static Interval lead(List<ScoresByPerson> ours, List<ScoresByPerson> theirs, Bootstrap bootstrap) {
        return bootstrap.interval(theirs.getFirst().people(), drawn -> {
            double difference = 0;
            for (int draw = 0; draw < theirs.size(); draw++) {
                difference += ours.get(draw).bCubed(drawn).fScore()
                        - theirs.get(draw).bCubed(drawn).fScore();
            }
            return difference / theirs.size();
        });
    }
}
