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

/// Sets algorithms side by side on a gallery with labelled photos, without writing to it: as it is, and
/// with some of its faces degraded. All of the gallery's faces are grouped, the largest of each labelled
/// photo is judged.
public final class ClusteringComparison {
    /// The names of all algorithms, as the prompt has them.
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

    /// The faces of a gallery, some of them perhaps degraded.
    private record GalleryVersion(List<Face> faces, PrecomputedNeighbourhood neighbourhood) {
        static GalleryVersion of(List<Face> faces) {
            return new GalleryVersion(faces, new PrecomputedNeighbourhood(faces));
        }
    }

    /// What is done.
    ///
    /// @param algorithms in the order of the report; core-first is always compared with
    /// @param parts of core-first to leave out, one at a time
    /// @param minCosine for algorithms that have one; null for the option's default, or to be tuned
    /// @param degraded the share of faces to degrade, 0 to 1
    /// @param seeds how many draws of degraded faces; none where `degraded` is 0
    /// @param resamples of the bootstrap
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

        /// A plan by names.
        ///
        /// @param names of algorithms, as in [#ALL]
        /// @param ablate whether core-first is also compared with itself without each of its parts
        /// @throws LikenessException `INVALID_ARGUMENT` for a name that is none
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

    /// Another gallery, on which thresholds are chosen.
    public record Tuning(String gallery, PhotoLabels labels) {}

    /// Runs the comparison.
    ///
    /// @param tuning where each algorithm's minimum cosine is chosen, by its mean BCubed F over the
    ///     versions; null to take the plan's
    /// @throws LikenessException `NOT_FOUND` if there is no such gallery; `INVALID_ARGUMENT` for labels
    ///     of photos that are not in it, which `badInput` may skip
    public static ClusteringComparisonReport run(
            Engine engine,
            String gallery,
            PhotoLabels labels,
            Plan plan,
            @Nullable Tuning tuning,
            InvalidInputPolicy badInput,
            Consumer<String> told) {
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
                told.accept("choosing the minimum cosine of " + name(algorithm) + " on " + tuning.gallery);
                return other.bestMinCosine(algorithm);
            });
        }
        ClusteringComparison here = read(engine, gallery, labels, plan, badInput);
        return here.compare(plan, thresholds, told);
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
            // By the face's own name, so that nothing depends on the order of the faces.
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

    /// The minimum cosine of the greatest mean BCubed F over the versions.
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
            Plan plan, Map<ClusterAlgorithm, Float> thresholds, Consumer<String> told) {
        told.accept("core-first");
        List<ContingencyTable> ours = contingencies(clusterer(ClusterAlgorithm.CORE_FIRST, MIN_TRIED_COSINE));
        List<ClusteringComparisonReport.Row> rows = new ArrayList<>();
        rows.add(row("core-first", null, ours, null, plan));
        for (ClusterAlgorithm algorithm : plan.algorithms) {
            if (algorithm != ClusterAlgorithm.CORE_FIRST) {
                told.accept(name(algorithm));
                Float threshold = thresholds.get(algorithm);
                List<ContingencyTable> theirs =
                        contingencies(clusterer(algorithm, threshold == null ? MIN_TRIED_COSINE : threshold));
                rows.add(row(name(algorithm), threshold, theirs, ours, plan));
            }
        }
        for (CoreFirstPart part : plan.parts) {
            String without =
                    "core-first without " + part.name().toLowerCase(Locale.ROOT).replace('_', '-');
            told.accept(without);
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

    /// @param ours what core-first made of the same faces; null for itself
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

    /// Mean BCubed F of ours minus that of theirs, version by version, with the interval of a bootstrap
    /// over people: the same people are drawn for all. The groups stay as they are; what is resampled is
    /// who is asked.
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
