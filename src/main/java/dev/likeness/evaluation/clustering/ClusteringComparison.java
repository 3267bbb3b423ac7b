package dev.likeness.evaluation.clustering;

import dev.likeness.calibration.FaceSpace;
import dev.likeness.cluster.Caution;
import dev.likeness.cluster.ClusterAlgorithm;
import dev.likeness.cluster.ClusterOptions;
import dev.likeness.cluster.ClusteringResult;
import dev.likeness.cluster.FaceClusterer;
import dev.likeness.cluster.algorithms.Clusterers;
import dev.likeness.cluster.corefirst.CoreFirstPart;
import dev.likeness.engine.Engine;
import dev.likeness.evaluation.data.Degradation;
import dev.likeness.evaluation.data.DegradedCrops;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.LabelledFace;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.evaluation.report.Bootstrap;
import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.report.Interval;
import dev.likeness.extract.FaceExtractor;
import dev.likeness.extract.StageTimes;
import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Compares clustering algorithms on a gallery with labelled photos, without writing to it: on the gallery as
/// it is, and with some of its faces degraded. All faces of the gallery are clustered; the largest face of
/// each labelled photo is evaluated.
public final class ClusteringComparison {
    /// The names of all algorithms, as on the command line.
    public static final List<String> ALL =
            Stream.of(ClusterAlgorithm.values()).map(ClusteringComparison::name).toList();

    private static final float MIN_TRIED_COSINE = 0.3f;
    private static final int TRIED_COSINES = 16;
    private static final float TRIED_STEP = 0.02f;

    private final @Nullable FaceSpace space;
    private final List<GalleryVersion> versions;
    private final List<LabelledFace> labelled;

    private ClusteringComparison(
            @Nullable FaceSpace space, List<GalleryVersion> versions, List<LabelledFace> labelled) {
        this.space = space;
        this.versions = versions;
        this.labelled = labelled;
    }

    /// The faces of a gallery, some of them possibly degraded.
    private record GalleryVersion(List<Face> faces, PrecomputedNeighbourhood neighbourhood) {
        static GalleryVersion of(List<Face> faces) {
            return new GalleryVersion(faces, new PrecomputedNeighbourhood(faces));
        }
    }

    /// What to compare.
    ///
    /// @param algorithms the algorithms in the order of the report; core-first is always included
    /// @param parts parts of core-first to leave out, one at a time
    /// @param minCosine minimum cosine for algorithms that use one; null for the default or the tuned one
    /// @param degraded share of the faces to degrade, 0 to 1
    /// @param seeds number of draws of degraded faces; ignored if `degraded` is 0
    /// @param resamples number of bootstrap resamples
    public record Plan(
            List<ClusterAlgorithm> algorithms,
            List<CoreFirstPart> parts,
            @Nullable Float minCosine,
            double degraded,
            int seeds,
            int resamples) {

        /// @throws LikenessException `INVALID_ARGUMENT` if a value is out of its range
        public Plan {
            algorithms = List.copyOf(algorithms);
            parts = List.copyOf(parts);
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
        /// @param ablate whether to compare core-first also with itself without each of its parts
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
            return new Plan(
                    algorithms,
                    ablate ? List.of(CoreFirstPart.values()) : List.of(),
                    minCosine,
                    degraded,
                    seeds,
                    resamples);
        }
    }

    /// The labelled gallery on which thresholds are chosen.
    public record Tuning(String gallery, PhotoLabels labels) {}

    /// Runs the comparison.
    ///
    /// @param tuning where to choose each algorithm's minimum cosine, by its mean BCubed F over the versions;
    ///     null to use the plan's
    /// @throws LikenessException `NOT_FOUND` if there is no such gallery; `INVALID_ARGUMENT` for labels of
    ///     photos that are not in it, unless `badInput` skips them
    public static ClusteringComparisonReport run(
            Engine engine,
            String gallery,
            PhotoLabels labels,
            Plan plan,
            @Nullable Tuning tuning,
            InvalidInputPolicy badInput,
            Consumer<String> progress) {
        Map<ClusterAlgorithm, Float> thresholds = new TreeMap<>();
        ClusterOptions defaults = ClusterOptions.defaults();
        for (ClusterAlgorithm algorithm : plan.algorithms) {
            if (algorithm.hasMinCosine()) {
                thresholds.put(algorithm, plan.minCosine == null ? defaults.minCosine() : plan.minCosine);
            }
        }
        if (tuning != null) {
            ClusteringComparison other = read(engine, tuning.gallery, tuning.labels, plan, badInput);
            thresholds.replaceAll((algorithm, _) -> {
                progress.accept("choosing the minimum cosine of " + name(algorithm) + " on " + tuning.gallery);
                return other.bestMinCosine(algorithm);
            });
        }
        ClusteringComparison here = read(engine, gallery, labels, plan, badInput);
        return here.compare(plan, thresholds, progress);
    }

    private static ClusteringComparison read(
            Engine engine, String gallery, PhotoLabels labels, Plan plan, InvalidInputPolicy badInput) {
        try (GallerySnapshot snapshot = engine.galleries().snapshot(gallery)) {
            List<LabelledFace> labelled = LabelledFace.find(labels, snapshot, badInput);
            List<Face> faces = new ArrayList<>();
            snapshot.forEachFace(stored -> faces.add(stored.face()));
            List<GalleryVersion> versions = new ArrayList<>(List.of(GalleryVersion.of(faces)));
            if (plan.degraded > 0 && plan.seeds > 0) {
                FaceExtractor extractor = engine.extractor(snapshot.embedder().id(), new StageTimes());
                DegradedCrops crops = new DegradedCrops(snapshot, extractor::embed);
                for (long seed = 1; seed <= plan.seeds; seed++) {
                    versions.add(GalleryVersion.of(degraded(faces, crops, plan.degraded, seed)));
                }
            }
            FaceSpace space = engine.galleries()
                    .calibration(gallery)
                    .flatMap(calibration -> calibration.faceSpace())
                    .orElse(null);
            return new ClusteringComparison(space, versions, labelled);
        }
    }

    private static List<Face> degraded(List<Face> faces, DegradedCrops crops, double share, long seed) {
        Set<FaceId> drawn = new HashSet<>();
        for (Face face : faces) {
            // Seeded by the face's id, so that the result does not depend on the order of the faces.
            long own =
                    new SplittableRandom(seed).nextLong() ^ face.id().toString().hashCode();
            if (new SplittableRandom(~own).nextDouble() < share) {
                drawn.add(face.id());
            }
        }
        Map<FaceId, Embedding> poor = crops.embed(drawn, face -> Degradation.severe(seed, face.toString()));
        return faces.stream()
                .map(face -> new Face(face.id(), face.detection(), poor.getOrDefault(face.id(), face.embedding())))
                .toList();
    }

    private static String name(ClusterAlgorithm algorithm) {
        return algorithm.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The minimum cosine with the highest mean BCubed F over the versions.
    private float bestMinCosine(ClusterAlgorithm algorithm) {
        float best = MIN_TRIED_COSINE;
        double bestF = -1;
        for (int step = 0; step < TRIED_COSINES; step++) {
            float tried = MIN_TRIED_COSINE + step * TRIED_STEP;
            double f = versions.stream()
                    .mapToDouble(version -> contingency(version, clusterer(algorithm, tried))
                            .bCubed()
                            .fScore())
                    .average()
                    .orElseThrow();
            if (f > bestF) {
                bestF = f;
                best = tried;
            }
        }
        return best;
    }

    private FaceClusterer clusterer(ClusterAlgorithm algorithm, float minCosine) {
        return Clusterers.create(options(algorithm, minCosine), space);
    }

    private static ClusterOptions options(ClusterAlgorithm algorithm, float minCosine) {
        return new ClusterOptions(algorithm, Caution.BALANCED, minCosine, 2);
    }

    private ContingencyTable contingency(GalleryVersion version, FaceClusterer clusterer) {
        return contingency(clusterer.cluster(version.faces, version.neighbourhood));
    }

    private ContingencyTable contingency(ClusteringResult clusters) {
        Map<FaceId, Long> groups = new HashMap<>();
        long number = 0;
        for (ClusteringResult.Cluster person : clusters.clusters()) {
            for (FaceId face : person.ids()) {
                groups.put(face, number);
            }
            number++;
        }
        Map<String, Long> numbers = new HashMap<>();
        long[] people = new long[labelled.size()];
        long[] found = new long[labelled.size()];
        for (int i = 0; i < people.length; i++) {
            people[i] = numbers.computeIfAbsent(labelled.get(i).person(), _ -> (long) numbers.size());
            StoredFace face = labelled.get(i).face();
            found[i] = face == null ? -1 : groups.getOrDefault(face.face().id(), -1L);
        }
        return new ContingencyTable(people, found);
    }

    private ClusteringComparisonReport compare(
            Plan plan, Map<ClusterAlgorithm, Float> thresholds, Consumer<String> progress) {
        progress.accept("core-first");
        List<ContingencyTable> ours = contingencies(clusterer(ClusterAlgorithm.CORE_FIRST, MIN_TRIED_COSINE));
        List<ClusteringComparisonReport.Row> rows = new ArrayList<>();
        rows.add(row("core-first", null, ours, null, plan));
        for (ClusterAlgorithm algorithm : plan.algorithms) {
            if (algorithm != ClusterAlgorithm.CORE_FIRST) {
                progress.accept(name(algorithm));
                Float threshold = thresholds.get(algorithm);
                List<ContingencyTable> theirs =
                        contingencies(clusterer(algorithm, threshold == null ? MIN_TRIED_COSINE : threshold));
                rows.add(row(name(algorithm), threshold, theirs, ours, plan));
            }
        }
        for (CoreFirstPart part : plan.parts) {
            String without =
                    "core-first without " + part.name().toLowerCase(Locale.ROOT).replace('_', '-');
            progress.accept(without);
            List<ContingencyTable> theirs = contingencies(
                    Clusterers.coreFirstWithout(part, options(ClusterAlgorithm.CORE_FIRST, MIN_TRIED_COSINE), space));
            rows.add(row(without, null, theirs, ours, plan));
        }
        return new ClusteringComparisonReport(
                labelled.size(),
                ours.getFirst().people(),
                versions.getFirst().faces.size(),
                plan.degraded,
                versions.size() - 1,
                rows);
    }

    private List<ContingencyTable> contingencies(FaceClusterer clusterer) {
        return versions.stream().map(version -> contingency(version, clusterer)).toList();
    }

    /// @param ours the result of core-first on the same faces; null for core-first itself
    private static ClusteringComparisonReport.Row row(
            String name,
            @Nullable Float minCosine,
            List<ContingencyTable> theirs,
            @Nullable List<ContingencyTable> ours,
            Plan plan) {
        ClusterScores clean = theirs.getFirst().bCubed();
        List<ContingencyTable> poor = theirs.subList(1, theirs.size());
        Double degraded = poor.isEmpty()
                ? null
                : (Double) poor.stream()
                        .mapToDouble(version -> version.bCubed().fScore())
                        .average()
                        .orElseThrow();
        Interval cleanLead = null;
        Interval degradedLead = null;
        if (ours != null && theirs.getFirst().people() >= Figure.MIN_OBSERVATIONS) {
            Bootstrap bootstrap = new Bootstrap(plan.resamples, 1);
            cleanLead = lead(ours.subList(0, 1), theirs.subList(0, 1), bootstrap);
            degradedLead = poor.isEmpty() ? null : lead(ours.subList(1, ours.size()), poor, bootstrap);
        }
        return new ClusteringComparisonReport.Row(
                name, minCosine, clean.fScore(), clean.precision(), clean.recall(), degraded, cleanLead, degradedLead);
    }

    /// The difference of the mean BCubed F, ours minus theirs, with the interval of a paired bootstrap over
    /// people: each resample draws the same people for all versions. Clusters stay complete; only the
    /// evaluated people are resampled.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if there are fewer than 30 people
    static Interval lead(List<ContingencyTable> ours, List<ContingencyTable> theirs, Bootstrap bootstrap) {
        return bootstrap.interval(theirs.getFirst().people(), drawn -> {
            double difference = 0;
            for (int version = 0; version < theirs.size(); version++) {
                difference += ours.get(version).bCubed(drawn).fScore()
                        - theirs.get(version).bCubed(drawn).fScore();
            }
            return difference / theirs.size();
        });
    }
}
