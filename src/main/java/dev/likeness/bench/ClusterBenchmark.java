package dev.likeness.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.likeness.calibration.Calibration;
import dev.likeness.cluster.Caution;
import dev.likeness.cluster.ClusterAlgorithm;
import dev.likeness.cluster.ClusterOptions;
import dev.likeness.engine.Engine;
import dev.likeness.engine.EngineOptions;
import dev.likeness.engine.clustering.ClusterSummary;
import dev.likeness.engine.clustering.ClusteringListener;
import dev.likeness.evaluation.clustering.ClusterScores;
import dev.likeness.evaluation.clustering.ContingencyTable;
import dev.likeness.face.PhotoId;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.lucene.GalleryDirectory;
import dev.likeness.support.TemporaryFolder;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Measures the time and the accuracy of clustering a large gallery, and how the time grows. [SyntheticFaces]
/// are added to a gallery: an eighth, a quarter, a half and all of them. Each gallery is clustered with
/// core-first and with DBSCAN, and then gets a thousand more faces.
public final class ClusterBenchmark {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final String GALLERY = "bench";
    private static final int ADDED_FACES = 1_000;
    private static final long SEED = 20210619; // the day MagFace was shown at CVPR
    private static final int FITTED_FACES = 5_000;
    private static final float[] TRIED_COSINES = {0.25f, 0.3f, 0.35f, 0.4f, 0.45f, 0.5f, 0.55f, 0.6f};

    private final EngineOptions options;
    private final Consumer<String> log;
    private @Nullable Calibration calibration;

    /// @param options options of the engine; the index directory is replaced by a temporary folder
    /// @param log receives progress messages
    public ClusterBenchmark(EngineOptions options, Consumer<String> log) {
        this.options = options;
        this.log = log;
    }

    /// The cost of one step.
    ///
    /// @param seconds wall-clock time
    /// @param cpuSeconds CPU time of all threads, which does not depend on other load of the machine
    /// @param heapBytes peak heap size, including garbage
    public record Cost(double seconds, double cpuSeconds, long heapBytes) {}

    /// The results for one gallery size.
    ///
    /// @param people number of people in the gallery
    /// @param indexing adding the faces and merging the index to one segment
    /// @param clustering clustering all faces, including the search for neighbours
    /// @param peopleFound number of people found
    /// @param unassigned number of faces without a person
    /// @param scores BCubed scores of core-first
    /// @param dbscan cost of DBSCAN
    /// @param dbscanScores BCubed scores of DBSCAN
    /// @param incremental adding a thousand more faces and clustering incrementally
    /// @param incrementalScores BCubed scores of all faces after that
    /// @param ratio CPU time of clustering divided by that for half as many faces; null for the first size
    public record Run(
            int faces,
            int people,
            Cost indexing,
            Cost clustering,
            int peopleFound,
            int unassigned,
            ClusterScores scores,
            Cost dbscan,
            ClusterScores dbscanScores,
            Cost incremental,
            ClusterScores incrementalScores,
            @Nullable Double ratio) {}

    /// The results of all sizes, and the minimum cosine of DBSCAN.
    public record Result(float minCosine, List<Run> runs) {
        public Result {
            runs = List.copyOf(runs);
        }
    }

    /// Runs all four sizes.
    ///
    /// @param largest number of faces of the last run, at least 8000
    public Result run(int largest) {
        log.accept("learning the made-up model's face space on %,d faces of another seed".formatted(FITTED_FACES));
        calibration = SyntheticModel.calibration(FITTED_FACES, SEED + 1);
        float minCosine = bestMinCosine();
        log.accept(
                "DBSCAN's least cosine, chosen on %,d faces of another seed: %.2f".formatted(FITTED_FACES, minCosine));
        List<Run> runs = new ArrayList<>();
        for (int faces : List.of(largest / 8, largest / 4, largest / 2, largest)) {
            runs.add(run(faces, minCosine, runs.isEmpty() ? null : runs.getLast().clustering.cpuSeconds));
        }
        return new Result(minCosine, runs);
    }

    private Run run(int faces, float minCosine, @Nullable Double half) {
        int people = faces / SyntheticFaces.FACES_PER_PERSON;
        SyntheticFaces made = new SyntheticFaces(faces + ADDED_FACES, people, SEED);
        return inTemporaryFolder(folder -> {
            Measured<Void> indexing = measure(() -> {
                addFaces(folder, made, 0, faces, true);
                return null;
            });
            log("indexed", faces, indexing.cost);
            Objects.requireNonNull(calibration).write(folder.resolve(GALLERY).resolve("calibration.json"));
            try (Engine engine = Engine.open(SyntheticModel.options(options, folder, ClusterOptions.defaults()), log)) {
                Measured<ClusterSummary> whole = measure(() -> engine.cluster(GALLERY, ClusteringListener.none()));
                ClusterScores scores = scores(engine, made, faces);
                log("grouped", faces, whole.cost);
                log.accept("BCubed F %.4f".formatted(scores.fScore()));
                Measured<ClusterSummary> adding = measure(() -> {
                    addFaces(folder, made, faces, faces + ADDED_FACES, false);
                    return engine.clusterNew(GALLERY, ClusteringListener.none());
                });
                ClusterScores addingScores = scores(engine, made, faces + ADDED_FACES);
                log("added 1,000 to", faces, adding.cost);
                Measured<ClusterSummary> dbscan = measure(() -> dbscan(folder, minCosine));
                ClusterScores dbscanScores = scores(engine, made, faces);
                log("DBSCAN of", faces, dbscan.cost);
                double cpuSeconds = whole.cost.cpuSeconds;
                return new Run(
                        faces,
                        people,
                        indexing.cost,
                        whole.cost,
                        whole.result.people(),
                        whole.result.unassigned(),
                        scores,
                        dbscan.cost,
                        dbscanScores,
                        adding.cost,
                        addingScores,
                        half == null ? null : (Double) (cpuSeconds / half));
            }
        });
    }

    /// The minimum cosine with the best scores of DBSCAN on a small gallery.
    private float bestMinCosine() {
        SyntheticFaces made =
                new SyntheticFaces(FITTED_FACES, FITTED_FACES / SyntheticFaces.FACES_PER_PERSON, SEED + 1);
        return inTemporaryFolder(folder -> {
            addFaces(folder, made, 0, FITTED_FACES, true);
            float best = TRIED_COSINES[0];
            double bestF = -1;
            for (float cosine : TRIED_COSINES) {
                dbscan(folder, cosine);
                try (Engine engine =
                        Engine.open(SyntheticModel.options(options, folder, ClusterOptions.defaults()), log)) {
                    double f = scores(engine, made, FITTED_FACES).fScore();
                    if (f > bestF) {
                        bestF = f;
                        best = cosine;
                    }
                }
            }
            return best;
        });
    }

    private ClusterSummary dbscan(Path folder, float minCosine) {
        ClusterOptions density = new ClusterOptions(ClusterAlgorithm.DBSCAN, Caution.BALANCED, minCosine, 2);
        try (Engine engine = Engine.open(SyntheticModel.options(options, folder, density), log)) {
            return engine.cluster(GALLERY, ClusteringListener.none());
        }
    }

    /// Adds faces, each in a photo of its own, as ingest does.
    ///
    /// @param optimized whether to merge the index to one segment, as after a bulk load
    private void addFaces(Path folder, SyntheticFaces made, int from, int to, boolean optimized) {
        try (GalleryDirectory galleries = GalleryDirectory.of(options.index().in(folder));
                GalleryWriter writer =
                        galleries.openOrCreate(GALLERY, SyntheticModel.STAMP).writer(SyntheticModel.STAMP)) {
            IntStream.range(from, to).parallel().forEach(face -> addFaces(writer, made, face));
            writer.commit();
            if (optimized) {
                writer.optimize();
            }
        }
    }

    private static void addFaces(GalleryWriter writer, SyntheticFaces made, int number) {
        SyntheticPhoto.put(
                writer, new PhotoId("%064x".formatted(number)), "/made/" + number, made.embedding(number), null);
    }

    /// Scores the clusters of the first faces against the true people.
    private static ClusterScores scores(Engine engine, SyntheticFaces made, int faces) {
        long[] people = IntStream.range(0, faces).mapToLong(made::person).toArray();
        long[] found = new long[faces];
        Arrays.fill(found, -1);
        try (GallerySnapshot snapshot = engine.galleries().snapshot(GALLERY)) {
            snapshot.forEachFace(stored -> {
                int number =
                        Integer.parseInt(stored.face().id().photo().sha256().substring(48), 16);
                if (number < faces && stored.person() != null) {
                    found[number] = stored.person().value();
                }
            });
        }
        return new ContingencyTable(people, found).bCubed();
    }

    private record Measured<T extends @Nullable Object>(T result, Cost cost) {}

    private static <T extends @Nullable Object> Measured<T> measure(Supplier<T> work) {
        System.gc(); // the garbage of the previous step must not count here
        List<MemoryPoolMXBean> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
        heap.forEach(MemoryPoolMXBean::resetPeakUsage);
        long start = System.nanoTime();
        long cpuStart = SYSTEM.getProcessCpuTime();
        T answer = work.get();
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = (SYSTEM.getProcessCpuTime() - cpuStart) / 1e9;
        long peak =
                heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        return new Measured<>(answer, new Cost(seconds, cpuSeconds, peak));
    }

    private void log(String what, int faces, Cost cost) {
        log.accept("%s %,d faces in %.1f s, CPU %.1f s".formatted(what, faces, cost.seconds, cost.cpuSeconds));
    }

    @FunctionalInterface
    private interface InFolder<T> {
        T run(Path folder);
    }

    private static <T> T inTemporaryFolder(InFolder<T> work) {
        try (TemporaryFolder folder = TemporaryFolder.create()) {
            return work.run(folder.path());
        }
    }
}
