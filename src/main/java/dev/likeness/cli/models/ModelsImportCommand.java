package dev.likeness.cli.models;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.config.Configuration;
import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.inference.InferenceRuntime;
import dev.likeness.inference.ModelSmokeTest;
import dev.likeness.inference.detect.DetectionOptions;
import dev.likeness.inference.detect.FaceDetector;
import dev.likeness.inference.embed.FaceEmbedder;
import dev.likeness.inference.model.ModelCatalog;
import dev.likeness.inference.runtime.InferenceOptions;
import dev.likeness.onnx.ModelDescription.Output;
import dev.likeness.onnx.ModelDescription.Role;
import dev.likeness.onnx.ModelDescription.Size;
import dev.likeness.onnx.checkpoint.PyTorchCheckpoint.Family;
import dev.likeness.onnx.graph.WeightPrecision;
import dev.likeness.onnx.importer.CheckpointImport;
import dev.likeness.onnx.importer.DetectedFormat;
import dev.likeness.onnx.importer.ImportOptions;
import dev.likeness.onnx.importer.ImportedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = {
            "Import a model: an official MagFace or InsightFace checkpoint (.pth), or an .onnx (ArcFace embedder, SCRFD with five points, YuNet).",
            "",
            "A checkpoint is converted to ONNX without executing anything in it. The result is tested before it appears among your other models.",
            ""
        })
final class ModelsImportCommand implements Callable<Integer> {
    private static final int COLOURS = 3;

    @Mixin
    private final GlobalOptions global;

    @Parameters(paramLabel = "FILE", description = "The checkpoint or .onnx file.")
    private Path file = Path.of("");

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Directory to write to (default: the first model directory).")
    private @Nullable Path output;

    @Option(names = "--id", paramLabel = "ID", description = "Id of the model (default: the file's name).")
    private @Nullable String id;

    @ArgGroup
    private Precision precision = new Precision();

    @Option(names = "--force", description = "Overwrite a model with the same id.")
    private boolean force;

    @Option(
            names = "--family",
            paramLabel = "WORD",
            description = "magface or insightface: the conventions an embedder was trained with (default: detected).")
    private @Nullable Family family;

    @Option(
            names = "--role",
            paramLabel = "WORD",
            description = "embedder or detector: the role of an .onnx file (default: detected).")
    private @Nullable Role role;

    @Option(names = "--channels", paramLabel = "ORDER", description = "RGB or BGR: the order of the input's planes.")
    private @Nullable String channels;

    @Option(
            names = "--mean",
            paramLabel = "N",
            split = ",",
            description = "Subtracted from the bytes 0 to 255, one number or three with commas; needs --std.")
    private List<Float> mean = List.of();

    @Option(
            names = "--std",
            paramLabel = "N",
            split = ",",
            description = "Divides the bytes after that, one number or three with commas; needs --mean.")
    private List<Float> std = List.of();

    /// The precision of a checkpoint's weights.
    static final class Precision {
        @Option(names = "--half", description = "Store a checkpoint's weights as float16: half the size.")
        private boolean half;

        @Option(names = "--int8", description = "Store a checkpoint's weights as int8: a quarter of the size.")
        private boolean int8;

        WeightPrecision weights() {
            return half ? WeightPrecision.FLOAT16 : int8 ? WeightPrecision.INT8 : WeightPrecision.FLOAT32;
        }
    }

    /// An imported model; its components are the keys of the JSON result.
    ///
    /// @param family of an embedder's checkpoint; null for an `.onnx`
    /// @param epsilon of every BatchNorm of a checkpoint; null for an `.onnx`
    /// @param input the size and scaling of the input
    /// @param dimension of an embedder's vector; 0 for a detector
    /// @param magnitudes of the synthetic pictures, ascending; empty for a detector
    /// @param minCosine between the float32 and the compressed model on the synthetic pictures; null for float32
    /// @param next commands that use it
    private record Result(
            String id,
            String role,
            String architecture,
            @Nullable String family,
            @Nullable Double epsilon,
            long parameters,
            String input,
            int dimension,
            List<Float> magnitudes,
            String precision,
            @Nullable Double minCosine,
            Path model,
            Path manifest,
            long bytes,
            String sha256,
            List<String> next) {}

    ModelsImportCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() throws IOException {
        Configuration configuration = global.configuration(Map.of());
        List<Path> directories = configuration.models().directories();
        Path directory = directory(directories);
        ImportOptions options = options();
        ModelCatalog.requireFreeId(CheckpointImport.idOf(file, options), directory, directories, "--id");
        List<Embedding> whole = options.precision() == WeightPrecision.FLOAT32
                ? List.of()
                : embeddingsOfFloat32(options, configuration.inference());
        List<Embedding> embeddings = new ArrayList<>();
        ImportedModel imported = CheckpointImport.run(
                file, directory, options, staged -> embeddings.addAll(trial(staged, configuration.inference())));
        Result result = result(imported, options.precision(), embeddings, whole, directories);
        global.printResult(result, () -> print(result));
        return 0;
    }

    private Path directory(List<Path> directories) {
        if (output != null) {
            return output;
        }
        if (directories.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "an import needs a model directory, got none: name one with --output DIR");
        }
        return directories.getFirst();
    }

    private ImportOptions options() {
        ImportOptions.Overrides overrides = new ImportOptions.Overrides(
                Optional.ofNullable(role),
                Optional.ofNullable(family),
                Optional.ofNullable(channels).map(order -> order.toUpperCase(Locale.ROOT)),
                perChannel(mean),
                perChannel(std));
        return new ImportOptions(Optional.ofNullable(id), precision.weights(), force, overrides);
    }

    private static Optional<List<Float>> perChannel(List<Float> values) {
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(values.size() == 1 ? Collections.nCopies(COLOURS, values.getFirst()) : values);
    }

    /// Loads a model from its temporary folder and runs it.
    ///
    /// @return the embeddings of synthetic pictures; empty for a detector
    private List<Embedding> trial(ImportedModel staged, InferenceOptions inference) {
        String id = staged.description().id();
        Path model = staged.model().toAbsolutePath().normalize();
        try (InferenceRuntime runtime =
                InferenceRuntime.open(inference, ModelCatalog.of(List.of(model.getParent())), global.console()::note)) {
            return switch (staged.description().output().role()) {
                case EMBEDDER -> {
                    try (FaceEmbedder embedder = runtime.embedder(id)) {
                        yield ModelSmokeTest.embed(embedder);
                    }
                }
                case DETECTOR -> {
                    try (FaceDetector detector = runtime.detector(id, DetectionOptions.defaults())) {
                        ModelSmokeTest.detect(detector);
                        yield List.of();
                    }
                }
            };
        } catch (LikenessException e) {
            // the temporary folder no longer exists when this is read, and ONNX Runtime's messages can span several
            // lines
            String message = String.valueOf(e.getMessage())
                    .replace(model.toString(), file.toString())
                    .strip()
                    .replaceAll("\\s*\\R\\s*", " ");
            throw new LikenessException(e.code(), message, e, e.facts());
        }
    }

    /// The embeddings of the model before its weights are compressed.
    private List<Embedding> embeddingsOfFloat32(ImportOptions options, InferenceOptions inference) throws IOException {
        Path directory = Files.createTempDirectory("likeness-");
        try {
            List<Embedding> embeddings = new ArrayList<>();
            ImportedModel whole = CheckpointImport.run(
                    file,
                    directory,
                    options.withPrecision(WeightPrecision.FLOAT32),
                    staged -> embeddings.addAll(trial(staged, inference)));
            Files.delete(whole.model());
            Files.delete(whole.manifest());
            return embeddings;
        } finally {
            Files.deleteIfExists(directory);
        }
    }

    private Result result(
            ImportedModel imported,
            WeightPrecision weights,
            List<Embedding> embeddings,
            List<Embedding> whole,
            List<Path> directories)
            throws IOException {
        DetectedFormat format = imported.format();
        return new Result(
                imported.description().id(),
                lowerCaseName(imported.description().output().role()),
                switch (format) {
                    case DetectedFormat.Checkpoint checkpoint -> checkpoint.architecture();
                    case DetectedFormat.Graph graph -> graph.kind();
                },
                format instanceof DetectedFormat.Checkpoint checkpoint ? lowerCaseName(checkpoint.family()) : null,
                format instanceof DetectedFormat.Checkpoint checkpoint ? checkpoint.epsilon() : null,
                format.parameters(),
                size(imported) + ", " + imported.description().input().formula(),
                imported.description().output() instanceof Output.Vector vector ? vector.dimension() : 0,
                embeddings.stream().map(Embedding::magnitude).sorted().toList(),
                lowerCaseName(weights),
                minCosine(whole, embeddings),
                imported.model(),
                imported.manifest(),
                Files.size(imported.model()),
                imported.description().sha256(),
                nextCommands(imported, directories));
    }

    private static @Nullable Double minCosine(List<Embedding> whole, List<Embedding> compressed) {
        return whole.isEmpty()
                ? null
                : IntStream.range(0, whole.size())
                        .mapToDouble(i -> whole.get(i)
                                .direction()
                                .cosine(compressed.get(i).direction()))
                        .min()
                        .orElseThrow();
    }

    private static String size(ImportedModel imported) {
        return switch (imported.description().input().size()) {
            case Size.Fixed(int width, int height) -> width + "×" + height;
            case Size.Any(int multiple) -> "any size, padded to multiples of " + multiple;
        };
    }

    private List<String> nextCommands(ImportedModel imported, List<Path> directories) {
        Path directory = imported.model().toAbsolutePath().normalize().getParent();
        boolean isSearched = directories.stream()
                .anyMatch(known -> known.toAbsolutePath().normalize().equals(directory));
        String models = isSearched ? "" : " --models " + directory;
        String name = imported.description().id();
        return switch (imported.description().output().role()) {
            case EMBEDDER ->
                List.of(
                        "likeness ingest PATH --gallery NEW --embedder " + name + models,
                        "likeness gallery reembed --embedder " + name + models);
            case DETECTOR -> List.of("likeness ingest PATH --detector " + name + models);
        };
    }

    private void print(Result result) {
        Console console = global.console();
        console.print(String.format(
                Locale.ROOT,
                "detected    %s, %,d parameters%s",
                result.architecture(),
                result.parameters(),
                result.epsilon() == null
                        ? ""
                        : ", family %s (BatchNorm epsilon %s)"
                                .formatted(
                                        result.family(),
                                        result.epsilon().toString().toLowerCase(Locale.ROOT))));
        console.print("input       " + result.input());
        DoubleSummaryStatistics magnitudes =
                result.magnitudes().stream().mapToDouble(Float::doubleValue).summaryStatistics();
        console.print(
                result.magnitudes().isEmpty()
                        ? "tested      runs in ONNX Runtime " + InferenceRuntime.onnxRuntimeVersion()
                        : String.format(
                                Locale.ROOT,
                                "tested      in ONNX Runtime %s: %d dimensions, magnitude %.2f to %.2f on %d pictures without a face",
                                InferenceRuntime.onnxRuntimeVersion(),
                                result.dimension(),
                                magnitudes.getMin(),
                                magnitudes.getMax(),
                                magnitudes.getCount()));
        if (result.minCosine() != null) {
            console.print(String.format(
                    Locale.ROOT,
                    "precision   %s: on these pictures the cosine to float32 is %.5f or more",
                    result.precision(),
                    result.minCosine()));
        }
        console.print(String.format(Locale.ROOT, "wrote       %s (%.1f MB)", result.model(), result.bytes() / 1e6));
        console.print("            " + result.manifest());
        console.print("next        " + result.next().getFirst());
        if (result.next().size() > 1) {
            console.print("            " + result.next().getLast() + "  (for an existing gallery)");
        }
    }

    private static String lowerCaseName(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
