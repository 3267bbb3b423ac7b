package dev.likeness.bench.scale;

import com.sun.management.OperatingSystemMXBean;
import dev.likeness.bench.PageBenchmark;
import dev.likeness.bench.SyntheticModel;
import dev.likeness.bench.SyntheticPhoto;
import dev.likeness.bench.scale.StepResult.Figure;
import dev.likeness.cluster.ClusterOptions;
import dev.likeness.engine.Engine;
import dev.likeness.engine.EngineOptions;
import dev.likeness.engine.clustering.ClusterSummary;
import dev.likeness.engine.clustering.ClusteringListener;
import dev.likeness.engine.duplicates.DuplicatesRequest;
import dev.likeness.engine.duplicates.DuplicatesResult;
import dev.likeness.evaluation.clustering.ClusterScores;
import dev.likeness.evaluation.clustering.ContingencyTable;
import dev.likeness.face.Actor;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.lucene.GalleryDirectory;
import dev.likeness.support.FileTrees;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// Does one step of [ScaleBenchmark] and measures it. Its process does nothing else.
public final class ScaleProcess {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /// Number of photos between two commits, as in an ingest.
    private static final int COMMIT_FACES = 2_000;

    private static final Set<String> PAGES = Set.of(
            "people by photos",
            "people by name",
            "review",
            "photos by newest",
            "faces unassigned by quality",
            "uncertain faces",
            "gallery",
            "history");

    /// Review asks about people with a name.
    private static final int NAMED_PEOPLE = 20;

    private static final int FITTED_FACES = 5_000;
    private static final long FITTED_SEED = 1;

    private final EngineOptions options;
    private final ScalePlan plan;
    private final Consumer<String> log;

    /// @param log receives progress messages
    public ScaleProcess(EngineOptions options, ScalePlan plan, Consumer<String> log) {
        this.options = SyntheticModel.options(options, plan.index(), ClusterOptions.defaults());
        this.plan = plan;
        this.log = log;
    }

    /// Does a step of a gallery.
    ///
    /// @param faces number of faces of the gallery, one of the plan's sizes
    public StepResult run(ScaleStep step, int faces) {
        boolean continued = step == ScaleStep.BUILD && Files.exists(plan.gallery(faces));
        if (step == ScaleStep.BUILD && !continued) {
            copyHalf(faces);
        }
        try (AnonymousMemory memory = AnonymousMemory.sampling()) {
            long start = System.nanoTime();
            long cpuStart = SYSTEM.getProcessCpuTime();
            List<Figure> figures = switch (step) {
                case BUILD -> build(faces);
                case CLUSTER -> cluster(faces);
                case SEARCH -> search(faces);
                case PAGES -> pages(faces);
                case DUPLICATES -> duplicates(faces);
                case ADD -> add(faces);
            };
            return new StepResult(
                    step,
                    faces,
                    continued,
                    (System.nanoTime() - start) / 1e9,
                    (SYSTEM.getProcessCpuTime() - cpuStart) / 1e9,
                    memory.peakMegabytes(),
                    diskMegabytes(faces),
                    figures);
        }
    }

    private int lastBlock(int faces) {
        return faces / plan.blockFaces() - 1;
    }

    private double diskMegabytes(int faces) {
        try (GalleryDirectory galleries = GalleryDirectory.of(options.index());
                GallerySnapshot snapshot = galleries.open(plan.name(faces)).snapshot()) {
            return snapshot.statistics().bytes() / (double) (1 << 20);
        }
    }

    /// Starts with a copy of the gallery of half the size, if there is one.
    private void copyHalf(int faces) {
        Path half = plan.gallery(faces / 2);
        Path copy = plan.index().resolve("." + plan.name(faces) + "-unfinished");
        try {
            Files.createDirectories(plan.index());
            FileTrees.delete(copy);
            if (Files.exists(half)) {
                FileTrees.copy(half, copy);
                Files.move(copy, plan.gallery(faces), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot copy %s: %s".formatted(half, e.getMessage()), e);
        }
    }

    private List<Figure> build(int faces) {
        Path calibration = plan.gallery(faces).resolve("calibration.json");
        try (GalleryDirectory galleries = GalleryDirectory.of(options.index());
                GalleryWriter writer = galleries
                        .openOrCreate(plan.name(faces), SyntheticModel.STAMP)
                        .writer(SyntheticModel.STAMP)) {
            int added = 0;
            for (int block = 0; block <= lastBlock(faces); block++) {
                added += build(writer, block);
            }
            writer.optimize();
            if (!Files.exists(calibration)) {
                SyntheticModel.calibration(FITTED_FACES, FITTED_SEED).write(calibration);
            }
            return List.of(new Figure("faces added", added, "faces"));
        }
    }

    /// Adds what a block lacks.
    ///
    /// @return number of faces
    private int build(GalleryWriter writer, int block) {
        ScaleFaces faces = new ScaleFaces(plan.blockFaces(), block);
        int first = missing(writer, faces);
        for (int from = first; from < plan.blockFaces(); from += COMMIT_FACES) {
            int to = Math.min(plan.blockFaces(), from + COMMIT_FACES);
            put(writer, faces, from, to);
            writer.commit();
            log.accept("block %d: added %,d of %,d faces".formatted(block, to, plan.blockFaces()));
        }
        return plan.blockFaces() - first;
    }

    private static void put(GalleryWriter writer, ScaleFaces faces, int from, int to) {
        IntStream.range(from, to)
                .parallel()
                .forEach(face ->
                        SyntheticPhoto.put(writer, faces.photo(face), faces.path(face), faces.embedding(face), null));
    }

    /// The number of a block's first face that is not in the gallery. All before it are, because each commit adds
    /// the faces that follow those of the commit before.
    private int missing(GalleryWriter writer, ScaleFaces faces) {
        int low = 0;
        int high = plan.blockFaces();
        try (GallerySnapshot snapshot = writer.snapshot()) {
            while (low < high) {
                int middle = (low + high) / 2;
                if (snapshot.photo(faces.photo(middle)).isPresent()) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
        }
        return low;
    }

    private List<Figure> cluster(int faces) {
        try (Engine engine = Engine.open(options, log)) {
            ClusterSummary summary = engine.cluster(plan.name(faces), ClusteringListener.none());
            return withScores(engine, faces, summary);
        }
    }

    private List<Figure> add(int faces) {
        int block = lastBlock(faces);
        ScaleFaces made = new ScaleFaces(plan.blockFaces(), block);
        try (GalleryDirectory galleries = GalleryDirectory.of(options.index());
                GalleryWriter writer = galleries.open(plan.name(faces)).writer(SyntheticModel.STAMP)) {
            put(writer, made, plan.blockFaces(), plan.blockFaces() + ScaleFaces.ADDED_FACES);
            writer.commit();
        }
        try (Engine engine = Engine.open(options, log)) {
            ClusterSummary summary = engine.clusterNew(plan.name(faces), ClusteringListener.none());
            return withScores(engine, faces, summary);
        }
    }

    private List<Figure> withScores(Engine engine, int faces, ClusterSummary summary) {
        ClusterScores scores = scores(engine, faces);
        return List.of(
                new Figure("people", summary.people(), "people"),
                new Figure("unassigned", summary.unassigned(), "faces"),
                new Figure("clustering", summary.seconds(), "s"),
                new Figure("BCubed F", scores.fScore(), "1"),
                new Figure("BCubed precision", scores.precision(), "1"),
                new Figure("BCubed recall", scores.recall(), "1"));
    }

    /// Scores the people of the gallery against those that the faces were made of.
    private ClusterScores scores(Engine engine, int faces) {
        int perBlock = plan.blockFaces() + ScaleFaces.ADDED_FACES;
        List<ScaleFaces> blocks = IntStream.rangeClosed(0, lastBlock(faces))
                .mapToObj(block -> new ScaleFaces(plan.blockFaces(), block))
                .toList();
        long[] people = new long[blocks.size() * perBlock];
        long[] found = new long[people.length];
        int[] count = {0};
        try (GallerySnapshot snapshot = engine.galleries().snapshot(plan.name(faces))) {
            snapshot.scanFaces(face -> {
                FaceId id = face.face();
                PersonId person = face.person();
                people[count[0]] = blocks.get(ScaleFaces.blockOf(id, plan.blockFaces()))
                        .person(ScaleFaces.placeOf(id, plan.blockFaces()));
                found[count[0]++] = person == null ? -1 : person.value();
            });
        }
        return new ContingencyTable(Arrays.copyOf(people, count[0]), Arrays.copyOf(found, count[0])).bCubed();
    }

    private List<Figure> search(int faces) {
        try (GalleryDirectory galleries = GalleryDirectory.of(options.index());
                GallerySnapshot snapshot = galleries.open(plan.name(faces)).snapshot()) {
            return new ScaleSearch(snapshot, new ScaleFaces(plan.blockFaces(), lastBlock(faces))).figures();
        }
    }

    private List<Figure> pages(int faces) {
        List<Figure> figures = new ArrayList<>();
        try (Engine engine = Engine.open(options, log)) {
            for (int person = 1; person <= NAMED_PEOPLE; person++) {
                engine.people(plan.name(faces))
                        .editor(Actor.COMMAND_LINE)
                        .name(new PersonId(person), "Person " + person, false);
            }
        }
        PageBenchmark pages = new PageBenchmark(() -> Engine.open(options, log), plan.name(faces), PAGES);
        for (PageBenchmark.Page page : pages.run(log)) {
            figures.add(new Figure(page.page() + ", gallery just opened", page.coldMillis(), "CPU ms"));
            figures.add(new Figure(page.page() + ", again", page.warmMillis(), "CPU ms"));
            figures.add(new Figure(page.page() + ", after an edit", page.editedMillis(), "CPU ms"));
        }
        return figures;
    }

    private List<Figure> duplicates(int faces) {
        List<Figure> figures = new ArrayList<>();
        try (Engine engine = Engine.open(options, log)) {
            DuplicatesResult found = engine.duplicates(DuplicatesRequest.of(plan.name(faces)), () -> false);
            figures.add(new Figure("people", found.people(), "people"));
            figures.add(new Figure("pairs", found.pairs(), "pairs"));
        }
        return figures;
    }
}
