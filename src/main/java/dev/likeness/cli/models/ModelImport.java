package dev.likeness.cli.models;

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
import dev.likeness.onnx.ModelDescription.Size;
import dev.likeness.onnx.checkpoint.PyTorchCheckpoint.Family;
import dev.likeness.onnx.graph.WeightPrecision;
import dev.likeness.onnx.importer.Assumption;
import dev.likeness.onnx.importer.CheckpointImport;
import dev.likeness.onnx.importer.DetectedFormat;
import dev.likeness.onnx.importer.ImportOptions;
import dev.likeness.onnx.importer.ImportedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Imports a model and runs it once before it appears among the others.
///
/// @param directories model directories, which the commands of the result do not name
record ModelImport(List<Path> directories, InferenceOptions inference, Console console) {
    ModelImport {
        directories = List.copyOf(directories);
    }

    static ModelImport of(Configuration configuration, Console console) {
        return new ModelImport(configuration.models().directories(), configuration.inference(), console);
    }

    /// The directory that models are written to.
    ///
    /// @param output the directory that the user named; null for the first model directory
    Path directory(@Nullable Path output) {
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

    /// Imports a file.
    ///
    /// @param directory where the model and its manifest go
    ImportResult run(Path file, Path directory, ImportOptions options) throws IOException {
        String setting = options.provenance().isPresent() ? "likeness models import FILE --id ID" : "--id";
        ModelCatalog.requireFreeId(CheckpointImport.idOf(file, options), directory, directories, setting);
        List<Embedding> whole =
                options.precision() == WeightPrecision.FLOAT32 ? List.of() : embeddingsOfFloat32(file, options);
        List<Embedding> embeddings = new ArrayList<>();
        ImportedModel imported =
                CheckpointImport.run(file, directory, options, staged -> embeddings.addAll(trial(file, staged)));
        return result(imported, options, embeddings, whole);
    }

    /// Loads a model from its temporary folder and runs it.
    ///
    /// @return the embeddings of synthetic pictures; empty for a detector
    private List<Embedding> trial(Path file, ImportedModel staged) {
        String id = staged.description().id();
        Path model = staged.model().toAbsolutePath().normalize();
        try (InferenceRuntime runtime =
                InferenceRuntime.open(inference, ModelCatalog.of(List.of(model.getParent())), console::note)) {
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
    private List<Embedding> embeddingsOfFloat32(Path file, ImportOptions options) throws IOException {
        Path directory = Files.createTempDirectory("likeness-");
        try {
            List<Embedding> embeddings = new ArrayList<>();
            ImportedModel whole = CheckpointImport.run(
                    file,
                    directory,
                    options.withPrecision(WeightPrecision.FLOAT32),
                    staged -> embeddings.addAll(trial(file, staged)));
            Files.delete(whole.model());
            Files.delete(whole.manifest());
            return embeddings;
        } finally {
            Files.deleteIfExists(directory);
        }
    }

    private ImportResult result(
            ImportedModel imported, ImportOptions options, List<Embedding> embeddings, List<Embedding> whole)
            throws IOException {
        DetectedFormat format = imported.format();
        return new ImportResult(
                imported.description().id(),
                lowerCaseName(imported.description().output().role()),
                switch (format) {
                    case DetectedFormat.Checkpoint checkpoint -> checkpoint.architecture();
                    case DetectedFormat.Graph graph -> graph.kind();
                },
                format instanceof DetectedFormat.Checkpoint checkpoint
                        ? checkpoint.family().map(ModelImport::lowerCaseName).orElse(null)
                        : null,
                format instanceof DetectedFormat.Checkpoint checkpoint ? checkpoint.epsilon() : null,
                format.parameters(),
                size(imported) + ", " + imported.description().input().formula(),
                imported.assumptions().stream().map(ModelImport::worded).toList(),
                imported.description().output() instanceof Output.Vector vector ? vector.dimension() : 0,
                embeddings.stream().map(Embedding::magnitude).sorted().toList(),
                lowerCaseName(options.precision()),
                minCosine(whole, embeddings),
                imported.model(),
                imported.manifest(),
                Files.size(imported.model()),
                imported.description().sha256(),
                nextCommands(imported));
    }

    private static String worded(Assumption assumption) {
        return switch (assumption) {
            case Assumption.Channels(String order) -> "channel order %s; state it with --channels".formatted(order);
            case Assumption.Scaling(String formula) -> "scaling %s; state it with --mean and --std".formatted(formula);
            case Assumption.TrainedBy(Family family) ->
                "family %s; state it with --family".formatted(lowerCaseName(family));
            case Assumption.Alignment _ -> "faces aligned to ArcFace's five points on 112×112 pixels";
        };
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

    private List<String> nextCommands(ImportedModel imported) {
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

    private static String lowerCaseName(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
