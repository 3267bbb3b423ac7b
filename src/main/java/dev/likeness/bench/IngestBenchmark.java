package dev.likeness.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.likeness.engine.Engine;
import dev.likeness.engine.EngineOptions;
import dev.likeness.engine.ingest.IngestListener;
import dev.likeness.engine.ingest.IngestRequest;
import dev.likeness.engine.ingest.IngestSummary;
import dev.likeness.engine.search.SearchRequest;
import dev.likeness.extract.FaceExtractor;
import dev.likeness.extract.Stage;
import dev.likeness.extract.StageTimes;
import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.RgbImage;
import dev.likeness.image.header.ImageFormat;
import dev.likeness.inference.runtime.Device;
import dev.likeness.inference.runtime.ModelReplay;
import dev.likeness.inference.runtime.ModelRun;
import dev.likeness.support.RegularFile;
import dev.likeness.support.TemporaryFolder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Measures the throughput of ingest, the time of its stages, and how much of it is spent waiting.
///
/// Each set of photos is ingested into an empty gallery in a temporary directory, after a warm-up on a part
/// of the set, so that JIT compilation does not dominate. Ratios compare figures of one run; absolute figures
/// depend on the machine.
public final class IngestBenchmark {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final int WARM_UP_PHOTOS = 200;
    private static final int LARGE_PHOTOS = 48;

    /// The ingest of a set and the repetition of its model runs alternate so often, so that other work on the
    /// machine disturbs both.
    private static final int TURNS = 4;

    private static final int SEARCH_HITS = 10;

    private final EngineOptions options;
    private final Consumer<String> warnings;

    /// @param options options of the engine; the index directory is replaced by a temporary one
    public IngestBenchmark(EngineOptions options, Consumer<String> warnings) {
        this.options = options;
        this.warnings = warnings;
    }

    /// The results for one set of photos.
    ///
    /// @param photos number of readable photos
    /// @param wallSeconds wall-clock time of the whole ingest, including the last commit
    /// @param cpuSeconds CPU time of each stage, over all threads
    /// @param stageShare CPU time of the stages ÷ (wall × cores): 1 means no waiting
    /// @param processShare CPU time of the process ÷ (wall × cores). The difference to `stageShare` is the
    ///     JIT compiler, the garbage collector and Lucene's merges
    /// @param embedOnlyMillis CPU time per face when only the embedder runs, on prepared crops
    /// @param ingest CPU time of the whole process and of its model runs alone; null for a run on a GPU
    /// @param search the same for searches with these photos in the gallery that they were added to, from one
    ///     thread; null for a run on a GPU
    /// @param gpu comparison of the GPU with the CPU; null for a run on the CPU
    public record Run(
            String set,
            String device,
            int cores,
            int photos,
            int faces,
            double wallSeconds,
            Map<Stage, Double> cpuSeconds,
            double stageShare,
            double processShare,
            double embedOnlyMillis,
            @Nullable Cost ingest,
            @Nullable Cost search,
            @Nullable Gpu gpu) {}

    /// CPU time compared with that of the same model runs alone, which [ModelReplay] repeats.
    ///
    /// @param cpuSeconds of the whole process, with the JIT compiler, the garbage collector and Lucene's
    ///     merges
    /// @param modelSeconds of the same number of runs of the same models on inputs of the same shapes
    public record Cost(double cpuSeconds, double modelSeconds) {
        static final Cost NONE = new Cost(0, 0);

        /// The share of the models in the CPU time.
        public double modelShare() {
            return modelSeconds / cpuSeconds;
        }

        Cost plus(Cost other) {
            return new Cost(cpuSeconds + other.cpuSeconds, modelSeconds + other.modelSeconds);
        }
    }

    /// A run on the GPU compared with the same run on the CPU of the same machine.
    ///
    /// @param cpuWallSeconds wall-clock time of the CPU for the same photos
    /// @param minCosine minimum cosine between the embeddings of the same crops on both
    /// @param meanCosine mean of these cosines
    /// @param busy share of the time in which a kernel ran, 0 to 1; NaN if the driver does not report it
    public record Gpu(double cpuWallSeconds, double minCosine, double meanCosine, double busy) {}

    /// Runs on the photos of a folder, and on photos of 12 megapixels created from them.
    ///
    /// @param most of the folder's photos, evenly chosen
    public List<Run> run(Path photos, int most) {
        try (TemporaryFolder temporary = TemporaryFolder.create()) {
            Path work = temporary.path();
            List<Path> files = chosen(files(photos), most);
            Path large = Files.createDirectory(work.resolve("12-megapixel"));
            LargePhotos.write(files, large, Math.min(LARGE_PHOTOS, Math.ceilDiv(files.size(), 4)));
            List<Run> runs = new ArrayList<>();
            runs.add(measure(photos.toString(), files, work));
            runs.add(measure("made 12 MP", files(large), work));
            return runs;
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "the benchmark needs a temporary directory", e);
        }
    }

    private static List<Path> chosen(List<Path> files, int most) {
        int count = Math.min(most, files.size());
        return IntStream.range(0, count)
                .mapToObj(i -> files.get((int) ((long) i * files.size() / count)))
                .toList();
    }

    private Run measure(String set, List<Path> files, Path work) throws IOException {
        Path index = Files.createTempDirectory(work, "index-");
        EngineOptions here = options.withIndexDirectory(index);
        try (Engine engine = Engine.open(here, warnings)) {
            List<Path> few = files.subList(0, Math.min(files.size(), WARM_UP_PHOTOS));
            ingest(engine, "warm-up", few, new StageTimes());

            StageTimes times = new StageTimes();
            Optional<GpuLoad> load = engine.models().device() instanceof Device.Cuda(int ordinal)
                    ? Optional.of(GpuLoad.start("nvidia-smi", ordinal))
                    : Optional.empty();
            List<IngestSummary> summaries = new ArrayList<>();
            Cost cost = Cost.NONE;
            try (ModelReplay replay = engine.models().replay()) {
                boolean replayed = load.isEmpty();
                for (List<Path> turn : turns(files)) {
                    cost = cost.plus(cost(
                            engine,
                            replayed ? replay : null,
                            options.ingest().workerCount(),
                            () -> summaries.add(ingest(engine, "measured", turn, times))));
                }
                double busy = load.map(GpuLoad::stop)
                        .map(mean -> mean.orElse(Double.NaN))
                        .orElse(0.0);
                double wall =
                        summaries.stream().mapToDouble(IngestSummary::seconds).sum();
                int cores = Runtime.getRuntime().availableProcessors();
                double available = wall * cores;
                Map<Stage, Double> stages = new EnumMap<>(Stage.class);
                for (Stage stage : Stage.values()) {
                    stages.put(stage, times.nanos(stage) / 1e9);
                }
                return new Run(
                        set,
                        engine.models().deviceName(),
                        cores,
                        summaries.stream()
                                .mapToInt(summary -> summary.added() + summary.withoutFace())
                                .sum(),
                        summaries.stream().mapToInt(IngestSummary::faces).sum(),
                        wall,
                        stages,
                        times.totalNanos() / 1e9 / available,
                        cost.cpuSeconds() / available,
                        embedOnlyMillis(engine, few),
                        replayed ? cost : null,
                        replayed ? search(engine, replay, few) : null,
                        load.isPresent() ? compareWithCpu(engine, few, files, work, busy) : null);
            }
        }
    }

    private static List<List<Path>> turns(List<Path> files) {
        int length = Math.ceilDiv(files.size(), TURNS);
        return IntStream.range(0, Math.ceilDiv(files.size(), length))
                .mapToObj(i -> files.subList(i * length, Math.min(files.size(), (i + 1) * length)))
                .toList();
    }

    /// Does some work, and then its model runs alone.
    ///
    /// @param replay null to do without
    private static Cost cost(Engine engine, @Nullable ModelReplay replay, int threads, Runnable work) {
        Map<ModelRun, Long> runsBefore = engine.models().runs();
        long before = SYSTEM.getProcessCpuTime();
        work.run();
        double cpu = (SYSTEM.getProcessCpuTime() - before) / 1e9;
        Map<ModelRun, Long> runs = ModelRun.between(runsBefore, engine.models().runs());
        return new Cost(cpu, replay == null ? 0 : replay.run(runs, threads));
    }

    /// Searches with each photo as an upload, twice: the first time is a warm-up.
    private static Cost search(Engine engine, ModelReplay replay, List<Path> files) throws IOException {
        List<byte[]> uploads = new ArrayList<>();
        for (Path file : files) {
            uploads.add(RegularFile.readAllBytes(file, RegularFile.MAX_PHOTO_BYTES));
        }
        SearchRequest request = SearchRequest.of("measured", SEARCH_HITS);
        uploads.forEach(upload -> engine.search(request, upload));
        Cost cost = Cost.NONE;
        int length = Math.ceilDiv(uploads.size(), TURNS);
        for (int from = 0; from < uploads.size(); from += length) {
            List<byte[]> turn = uploads.subList(from, Math.min(uploads.size(), from + length));
            cost = cost.plus(cost(engine, replay, 1, () -> turn.forEach(upload -> engine.search(request, upload))));
        }
        return cost;
    }

    private Gpu compareWithCpu(Engine gpu, List<Path> few, List<Path> files, Path work, double busy)
            throws IOException {
        EngineOptions onCpu = options.withIndexDirectory(Files.createTempDirectory(work, "cpu-"))
                .withDevice(new Device.Cpu());
        try (Engine cpu = Engine.open(onCpu, warnings)) {
            ingest(cpu, "warm-up", few, new StageTimes());
            double seconds = ingest(cpu, "measured", files, new StageTimes()).seconds();
            List<RgbImage> crops = crops(cpu, few);
            List<Embedding> expected = embed(cpu, crops, new StageTimes());
            List<Embedding> actual = embed(gpu, crops, new StageTimes());
            DoubleSummaryStatistics cosines = IntStream.range(0, crops.size())
                    .mapToDouble(i ->
                            expected.get(i).direction().cosine(actual.get(i).direction()))
                    .summaryStatistics();
            return new Gpu(seconds, cosines.getMin(), cosines.getAverage(), busy);
        }
    }

    private static IngestSummary ingest(Engine engine, String gallery, List<Path> files, StageTimes times) {
        return engine.ingest(new IngestRequest(gallery, files, false), times, IngestListener.none(), () -> false);
    }

    /// Measures the CPU time per face of the embedder alone, on prepared crops.
    private double embedOnlyMillis(Engine engine, List<Path> files) throws IOException {
        List<RgbImage> crops = crops(engine, files);
        StageTimes times = new StageTimes();
        embed(engine, crops, times);
        return times.nanos(Stage.EMBED) / 1e6 / crops.size();
    }

    private List<RgbImage> crops(Engine engine, List<Path> files) throws IOException {
        FaceExtractor extractor = engine.extractor(options.models().embedder(), new StageTimes());
        List<RgbImage> crops = new ArrayList<>();
        for (Path file : files) {
            crops.addAll(extractor
                    .locate(RegularFile.readAllBytes(file, RegularFile.MAX_PHOTO_BYTES))
                    .crops());
        }
        return crops;
    }

    private List<Embedding> embed(Engine engine, List<RgbImage> crops, StageTimes times) {
        return engine.extractor(options.models().embedder(), times).embed(crops);
    }

    /// The first photo of a folder.
    public static Path firstPhoto(Path root) {
        try {
            return files(root).getFirst();
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "the folder cannot be read: " + root, e);
        }
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            List<Path> files = tree.filter(ImageFormat::hasImageExtension)
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT, "the benchmark needs a folder with photos, got: " + root);
            }
            return files;
        }
    }
}
