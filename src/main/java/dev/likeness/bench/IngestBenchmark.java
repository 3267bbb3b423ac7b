package dev.likeness.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.likeness.engine.Engine;
import dev.likeness.engine.EngineOptions;
import dev.likeness.engine.ingest.IngestListener;
import dev.likeness.engine.ingest.IngestRequest;
import dev.likeness.engine.ingest.IngestSummary;
import dev.likeness.extract.FaceExtractor;
import dev.likeness.extract.Stage;
import dev.likeness.extract.StageTimes;
import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.RgbImage;
import dev.likeness.image.header.ImageFormat;
import dev.likeness.inference.runtime.Device;
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
            @Nullable Gpu gpu) {}

    /// A run on the GPU compared with the same run on the CPU of the same machine.
    ///
    /// @param cpuWallSeconds wall-clock time of the CPU for the same photos
    /// @param minCosine minimum cosine between the embeddings of the same crops on both
    /// @param meanCosine mean of these cosines
    /// @param busy share of the time in which a kernel ran, 0 to 1; NaN if the driver does not report it
    public record Gpu(double cpuWallSeconds, double minCosine, double meanCosine, double busy) {}

    /// Runs on the photos of a folder, and on photos of 12 megapixels created from them.
    public List<Run> run(Path photos) {
        try (TemporaryFolder temporary = TemporaryFolder.create()) {
            Path work = temporary.path();
            List<Path> files = files(photos);
            Path large = Files.createDirectory(work.resolve("12-megapixel"));
            LargePhotos.write(files, large, LARGE_PHOTOS);
            List<Run> runs = new ArrayList<>();
            runs.add(measure(photos.toString(), files, work));
            runs.add(measure("made 12 MP", files(large), work));
            return runs;
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "the benchmark needs a temporary directory", e);
        }
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
            long cpuBefore = SYSTEM.getProcessCpuTime();
            IngestSummary summary = ingest(engine, "measured", files, times);
            double busy =
                    load.map(GpuLoad::stop).map(mean -> mean.orElse(Double.NaN)).orElse(0.0);
            double cpu = (SYSTEM.getProcessCpuTime() - cpuBefore) / 1e9;

            int cores = Runtime.getRuntime().availableProcessors();
            double available = summary.seconds() * cores;
            Map<Stage, Double> stages = new EnumMap<>(Stage.class);
            for (Stage stage : Stage.values()) {
                stages.put(stage, times.nanos(stage) / 1e9);
            }
            return new Run(
                    set,
                    engine.models().deviceName(),
                    cores,
                    summary.added() + summary.withoutFace(),
                    summary.faces(),
                    summary.seconds(),
                    stages,
                    times.totalNanos() / 1e9 / available,
                    cpu / available,
                    embedOnlyMillis(engine, few),
                    load.isPresent() ? compareWithCpu(engine, few, files, work, busy) : null);
        }
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
