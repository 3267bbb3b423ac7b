package dev.likeness.onnx.importer;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Remedy;
import dev.likeness.onnx.ModelDescription;
import dev.likeness.onnx.ModelDescription.Input;
import dev.likeness.onnx.ModelDescription.Output;
import dev.likeness.onnx.ModelDescription.Role;
import dev.likeness.onnx.checkpoint.PyTorchCheckpoint.Family;
import dev.likeness.onnx.graph.OnnxField;
import dev.likeness.onnx.graph.OnnxModelInfo;
import dev.likeness.onnx.graph.WeightPrecision;
import dev.likeness.onnx.importer.ImportOptions.Provenance;
import dev.likeness.support.AtomicFile;
import dev.likeness.support.RegularFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// Imports a model of another project. A PyTorch checkpoint, of MagFace, InsightFace or a MobileFaceNet, is
/// converted to ONNX; an `.onnx` file (ArcFace embedders, SCRFD detectors with five landmarks, YuNet) is
/// copied. A manifest is written beside the model.
///
/// Both files are created and tested in a hidden directory and then moved into place, the manifest last.
/// Each file is therefore either complete or absent, and a killed import leaves nothing that counts as a
/// model.
public final class CheckpointImport {
    private static final int MAX_ID = 64;

    private static final int SIGNATURE_BYTES = 8;

    private CheckpointImport() {}

    /// Imports `file` into `directory` as `ID.onnx` and `ID.yaml`. The directory is created if it does not
    /// exist.
    ///
    /// @param check receives the finished files before they are moved into place. If it throws, the import
    ///     stops and leaves no files
    /// @return the files in their final place
    /// @throws LikenessException `NOT_FOUND` if the file does not exist; `ALREADY_EXISTS` if it was imported
    ///     before and must not be replaced; `UNSUPPORTED_FORMAT` if it is neither a checkpoint nor ONNX;
    ///     `MODEL_INVALID` if it is damaged, malicious or of an unsupported network; `INVALID_ARGUMENT` if
    ///     the options change the precision of an `.onnx` file or the role of a checkpoint; `IO_FAILED` if a
    ///     file cannot be read or written
    public static ImportedModel run(Path file, Path directory, ImportOptions options, Consumer<ImportedModel> check) {
        if (!Files.isRegularFile(file)) {
            throw new LikenessException(ErrorCode.NOT_FOUND, "no such file: " + file);
        }
        String id = idOf(file, options);
        Path model = directory.resolve(id + ".onnx");
        Path manifest = directory.resolve(id + ".yaml");
        if (!options.replace() && Files.exists(manifest)) {
            throw exists(manifest);
        }
        try {
            UnsavedModel unsaved = read(file, options);
            String source = "imported from %s (sha256 %s)".formatted(file.getFileName(), RegularFile.sha256(file));
            String licence = options.provenance().map(Provenance::licence).orElse(unsaved.licence);
            List<Assumption> assumptions = Assumption.of(unsaved.format, unsaved.input, unsaved.output, options);
            try (StagingDirectory staging = StagingDirectory.createIn(directory)) {
                Path stagedModel = staging.resolve(id + ".onnx");
                Path stagedManifest = staging.resolve(id + ".yaml");
                try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(stagedModel))) {
                    unsaved.content.writeTo(stream);
                }
                String sha256 = RegularFile.sha256(stagedModel);
                ModelDescription description = new ModelDescription(
                        id,
                        id + ".onnx",
                        sha256,
                        unsaved.input,
                        unsaved.output,
                        licence,
                        options.provenance().map(Provenance::source).orElse(source));
                Files.writeString(stagedManifest, description.toYaml());
                check.accept(new ImportedModel(unsaved.format, description, stagedModel, stagedManifest, assumptions));
                // An import that was killed between the two moves left an identical file. Repeating it is
                // allowed.
                if (!options.replace()
                        && Files.exists(model)
                        && !RegularFile.sha256(model).equals(sha256)) {
                    throw exists(model);
                }
                AtomicFile.move(stagedModel, model);
                AtomicFile.move(stagedManifest, manifest);
                return new ImportedModel(unsaved.format, description, model, manifest, assumptions);
            }
        } catch (IOException e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED,
                    "%s cannot be imported into %s: %s".formatted(file, directory, e.getMessage()),
                    e);
        }
    }

    /// A model before it is written to a file.
    private record UnsavedModel(Content content, DetectedFormat format, Input input, Output output, String licence) {}

    private interface Content {
        void writeTo(OutputStream stream) throws IOException;
    }

    /// Reads a file, whose kind is recognised by its first byte: exporters start an ONNX file with its format
    /// version, field 1; a checkpoint starts as a ZIP or a pickle.
    private static UnsavedModel read(Path file, ImportOptions options) throws IOException {
        byte[] start;
        try (InputStream stream = RegularFile.stream(file)) {
            start = stream.readNBytes(SIGNATURE_BYTES);
        }
        int first = start.length == 0 ? -1 : start[0] & 0xff;
        return switch (first) {
            case OnnxField.MODEL_IR_VERSION << 3 -> onnx(file, options);
            case 'P', 0x80 -> checkpoint(file, options);
            default ->
                throw new LikenessException(
                        ErrorCode.UNSUPPORTED_FORMAT,
                        "an import must be a PyTorch checkpoint or an ONNX model, got: %s, which begins with %s"
                                .formatted(
                                        file,
                                        start.length == 0
                                                ? "nothing"
                                                : HexFormat.ofDelimiter(" ").formatHex(start)));
        };
    }

    private static UnsavedModel checkpoint(Path file, ImportOptions options) {
        if (options.overrides().role().equals(Optional.of(Role.DETECTOR))) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a PyTorch checkpoint must be imported as embedder, got: detector for " + file);
        }
        CheckpointNetwork network =
                CheckpointNetwork.read(file, options.overrides().family());
        return new UnsavedModel(
                network.graph().withWeights(options.precision())::writeTo,
                network.format(),
                options.overrides().appliedTo(network.input()),
                network.output(),
                network.licence());
    }

    private static UnsavedModel onnx(Path file, ImportOptions options) {
        if (options.precision() != WeightPrecision.FLOAT32) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "an .onnx file is imported as it is, so its precision must be float32, got: %s for %s"
                            .formatted(options.precision().name().toLowerCase(Locale.ROOT), file));
        }
        OnnxModelInfo model = OnnxModelInfo.read(file);
        OnnxModelAnalyzer analyzer = new OnnxModelAnalyzer(file, model, options.overrides());
        // The outputs determine the kind of the model, so they are analysed first.
        Output output = analyzer.output();
        return new UnsavedModel(
                stream -> Files.copy(file, stream),
                new DetectedFormat.Graph(
                        analyzer.kind(output), model.operatorSet(), model.parameters(), analyzer.scalesItself()),
                analyzer.input(output),
                output,
                switch (output) {
                    case Output.YuNet _ -> "not stated in the file";
                    case Output.Vector _, Output.Scrfd _ ->
                        options.overrides().family().orElse(Family.INSIGHTFACE).licence();
                });
    }

    /// The id of the imported model: the requested id, else the file name, adapted to the rules for ids.
    public static String idOf(Path file, ImportOptions options) {
        return options.id().orElseGet(() -> idOf(file, options.precision()));
    }

    private static String idOf(Path file, WeightPrecision precision) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String stem = (dot > 0 ? name.substring(0, dot) : name)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9._-]+", "-")
                .replaceAll("^[^a-z0-9]+", "");
        String suffix = switch (precision) {
            case FLOAT32 -> "";
            case FLOAT16 -> "-float16";
            case INT8 -> "-int8";
        };
        String base = stem.isEmpty() ? "model" : stem;
        return base.substring(0, Math.min(base.length(), MAX_ID - suffix.length())) + suffix;
    }

    private static LikenessException exists(Path target) {
        return new LikenessException(
                ErrorCode.ALREADY_EXISTS,
                "an import must not overwrite a file unless told to, got: " + target,
                ErrorFacts.ofRemedies(new Remedy.OverwriteFile(target)));
    }
}
