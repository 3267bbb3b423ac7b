package dev.likeness.bench;

import dev.likeness.evaluation.report.Latency;
import dev.likeness.evaluation.report.LatencyRecorder;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceFilter;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import dev.likeness.face.UnitVector;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.lucene.GalleryDirectory;
import dev.likeness.support.TemporaryFolder;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Measures searches of a gallery that is being written to, on synthetic faces: what a search costs while an
/// ingest is killed and its segments are merged in the background, and how many searches there are beside a writer
/// that adds photos one by one, compared with a thread that burns the same processor and leaves the gallery alone.
///
/// Costs are CPU times of the searching thread. Throughputs are taken in short turns, one after the other, so that
/// whatever else the machine does slows all of them.
public final class LiveBenchmark {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final String GALLERY = "bench";
    private static final int K = 10;
    private static final int SEARCHES = 2_000;
    private static final int CLIENTS = 2;
    private static final int TURNS = 5;
    private static final Duration TURN = Duration.ofSeconds(2);
    private static final Duration MAX_MERGE = Duration.ofMinutes(10);
    private static final EmbedderStamp EMBEDDER =
            new EmbedderStamp("synthetic", SyntheticFaces.DIMENSION, "0".repeat(64));

    private final SyntheticFaces faces;
    private final int commitFaces;
    private final Consumer<String> log;
    private int next;
    private int added;

    private LiveBenchmark(int faces, int commitFaces, Consumer<String> log) {
        this.faces = new SyntheticFaces(faces, faces / SyntheticFaces.FACES_PER_PERSON, 1);
        this.commitFaces = commitFaces;
        this.log = log;
    }

    /// What goes on beside the searches.
    public enum Beside {
        NOTHING,
        BURNER,
        UPLOADER
    }

    /// The cost of a search of a gallery in some state.
    ///
    /// @param cpuMicros CPU time of a search
    /// @param ofMerged that of the same search of one segment, divided by this
    public record Shape(String state, int segments, double cpuMicros, double ofMerged) {}

    /// Searches beside something else.
    ///
    /// @param uploads photos added per second; 0 if none are
    public record Throughput(Beside beside, double searchesPerSecond, Latency latency, double uploads) {}

    /// What was measured.
    ///
    /// @param mergeSeconds how long the merge in the background took
    /// @param besideUploader searches per second beside an uploader, divided by those beside a burner
    public record Result(
            int faces, List<Shape> shapes, double mergeSeconds, List<Throughput> throughputs, double besideUploader) {}

    /// Creates the galleries and measures.
    ///
    /// @param faces number of faces in the gallery, at least 20,000
    /// @param commitFaces number of faces between two commits of the ingest that is killed
    /// @param log receives progress messages
    public static Result run(IndexOptions options, int faces, int commitFaces, Consumer<String> log) {
        requireAtLeast("--faces", 20_000, faces);
        requireAtLeast("--commit", 1, commitFaces);
        return new LiveBenchmark(faces, commitFaces, log).run(options);
    }

    private static void requireAtLeast(String option, int least, int value) {
        if (value < least) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "%s must be at least %d, got: %d".formatted(option, least, value));
        }
    }

    private Result run(IndexOptions options) {
        try (TemporaryFolder folder = TemporaryFolder.create()) {
            log.accept("making a gallery of %,d faces, with a commit every %,d".formatted(faces.size(), commitFaces));
            try (GalleryDirectory galleries = GalleryDirectory.of(options.in(folder.path()))) {
                fillAndKill(galleries.create(GALLERY, EMBEDDER));
            }
            List<Shape> measured = new ArrayList<>();
            double mergeSeconds;
            try (GalleryDirectory galleries = GalleryDirectory.of(options.in(folder.path()))) {
                Gallery gallery = galleries.open(GALLERY);
                cost(gallery); // warms up
                measured.add(shape("killed", gallery));
                long start = System.nanoTime();
                galleries.mergeInBackground(log);
                measured.add(shape("killed, merging", gallery));
                awaitOneSegment(gallery);
                mergeSeconds = (System.nanoTime() - start) / 1e9;
                measured.add(shape("merged in the background", gallery));
            }
            try (GalleryDirectory galleries = GalleryDirectory.of(options.in(folder.path()))) {
                Gallery gallery = galleries.open(GALLERY);
                double merged = measured.getLast().cpuMicros();
                galleries.mergeInBackground(log);
                List<Throughput> throughputs = throughputs(gallery);
                measured.add(shape("after %,d uploads".formatted(added), gallery));
                return new Result(
                        faces.size(),
                        measured.stream()
                                .map(one -> new Shape(
                                        one.state(), one.segments(), one.cpuMicros(), merged / one.cpuMicros()))
                                .toList(),
                        mergeSeconds,
                        throughputs,
                        throughputs.get(2).searchesPerSecond()
                                / throughputs.get(1).searchesPerSecond());
            }
        }
    }

    /// Adds the faces as an ingest does that is killed after its last commit: nothing is merged at the end.
    private void fillAndKill(Gallery gallery) {
        GalleryWriter writer = gallery.writer(EMBEDDER);
        for (int face = 0; face < faces.size(); face++) {
            put(writer, face, "photo " + face);
            if ((face + 1) % commitFaces == 0) {
                writer.commit();
            }
        }
        writer.commit();
        writer.rollback();
    }

    private void put(GalleryWriter writer, int number, String name) {
        SyntheticPhoto.put(
                writer,
                PhotoId.ofFile(name.getBytes(StandardCharsets.UTF_8)),
                "/photos/" + name,
                faces.embedding(number),
                null);
    }

    private Shape shape(String state, Gallery gallery) {
        int segments = segments(gallery);
        double micros = cost(gallery);
        log.accept("%s: %d segments, %.0f µs of CPU a search".formatted(state, segments, micros));
        return new Shape(state, segments, micros, 1);
    }

    private static int segments(Gallery gallery) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return snapshot.statistics().segments();
        }
    }

    /// Microseconds of CPU a search.
    private double cost(Gallery gallery) {
        List<UnitVector> probes = probes();
        long start = THREADS.getCurrentThreadCpuTime();
        for (UnitVector probe : probes) {
            search(gallery, probe);
        }
        return (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / probes.size();
    }

    private List<UnitVector> probes() {
        List<UnitVector> probes = new ArrayList<>();
        for (int i = 0; i < SEARCHES; i++) {
            next = (next + 7919) % faces.size();
            probes.add(faces.degraded(next, 1).direction());
        }
        return probes;
    }

    private static void search(Gallery gallery, UnitVector probe) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            if (snapshot.nearest(probe, K, FaceFilter.none()).matches().isEmpty()) {
                throw new LikenessException(ErrorCode.INTERNAL, "a search found nothing");
            }
        }
    }

    private static void awaitOneSegment(Gallery gallery) {
        long end = System.nanoTime() + MAX_MERGE.toNanos();
        while (segments(gallery) > 1) {
            if (System.nanoTime() > end) {
                throw new LikenessException(ErrorCode.INTERNAL, "the segments were not merged within " + MAX_MERGE);
            }
            sleep(Duration.ofMillis(20));
        }
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LikenessException(ErrorCode.CANCELLED, "interrupted", e);
        }
    }

    /// What was done in all turns of one kind.
    private static final class Turns {
        private final LatencyRecorder durations = new LatencyRecorder();
        private long uploads;
        private long nanos;
    }

    private List<Throughput> throughputs(Gallery gallery) {
        Map<Beside, Turns> turns = new EnumMap<>(Beside.class);
        for (Beside beside : Beside.values()) {
            turns.put(beside, new Turns());
        }
        log.accept("searching with %d clients, beside nothing, a burner and an uploader by turns".formatted(CLIENTS));
        // The first round is a warm-up.
        turn(gallery, Beside.UPLOADER, new Turns());
        for (int i = 0; i < TURNS; i++) {
            turns.forEach((beside, all) -> turn(gallery, beside, all));
        }
        List<Throughput> throughputs = new ArrayList<>();
        turns.forEach((beside, all) -> throughputs.add(new Throughput(
                beside,
                all.durations.count() * 1e9 / all.nanos,
                all.durations.latency(),
                all.uploads * 1e9 / all.nanos)));
        return throughputs;
    }

    private void turn(Gallery gallery, Beside beside, Turns all) {
        List<UnitVector> probes = probes();
        AtomicBoolean ended = new AtomicBoolean();
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> running = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int first = client;
                running.add(threads.submit(() -> {
                    for (int i = first; !ended.get(); i++) {
                        long begun = System.nanoTime();
                        search(gallery, probes.get(i % probes.size()));
                        all.durations.record(Duration.ofNanos(System.nanoTime() - begun));
                    }
                }));
            }
            Future<?> other = besides(threads, beside, gallery, ended, all);
            if (other != null) {
                running.add(other);
            }
            sleep(TURN);
            ended.set(true);
            all.nanos += System.nanoTime() - start;
            for (Future<?> one : running) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LikenessException(ErrorCode.CANCELLED, "interrupted", e);
        } catch (ExecutionException e) {
            throw new LikenessException(ErrorCode.INTERNAL, "a thread failed: " + e.getMessage(), e);
        }
    }

    private @Nullable Future<?> besides(
            ExecutorService threads, Beside beside, Gallery gallery, AtomicBoolean ended, Turns all) {
        return switch (beside) {
            case NOTHING -> null;
            case BURNER ->
                threads.submit(() -> {
                    while (!ended.get()) {
                        Thread.onSpinWait();
                    }
                });
            case UPLOADER ->
                threads.submit(() -> {
                    while (!ended.get()) {
                        try (GalleryWriter writer = gallery.writer(EMBEDDER)) {
                            put(writer, added % faces.size(), "upload " + added);
                        }
                        added++;
                        all.uploads++;
                    }
                });
        };
    }
}
