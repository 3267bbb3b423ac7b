package dev.likeness.onnx;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.onnx.ModelDescription.Input;
import dev.likeness.onnx.ModelDescription.Output;
import dev.likeness.onnx.ModelDescription.Range;
import dev.likeness.onnx.ModelDescription.Size;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// Brings a foreign model in: a PyTorch checkpoint of MagFace or InsightFace is turned into ONNX, an `.onnx` of
/// InsightFace (ArcFace embedders, SCRFD detectors with five points) is copied; either way a manifest that says
/// how to run it is written beside it. Both files appear whole or not at all, the manifest last.
public final class CheckpointImport {
    private static final int MAX_ID = 64;

    /// PyTorch's default, which MobileFaceNet keeps whoever trains it.
    private static final double DEFAULT_EPSILON = 1e-5;

    private static final double MAGFACE_EPSILON = 2e-5;

    /// Bounds of the magnitude in MagFace's published training.
    private static final Range MAGFACE_MAGNITUDES = new Range(10, 110);

    private static final String INSIGHTFACE_LICENCE =
            "not stated in the file; InsightFace's own weights are for non-commercial research";

    private CheckpointImport() {}

    /// Imports `file` into `directory` as `ID.onnx` and `ID.yaml`. The directory is made if it does not exist.
    ///
    /// @throws LikenessException `NOT_FOUND` if there is no such file; `ALREADY_EXISTS` if it was imported
    ///     before and is not to be replaced; `UNSUPPORTED_FORMAT` if it is neither a checkpoint nor ONNX;
    ///     `MODEL_INVALID` if it is damaged, hostile or of another network; `INVALID_ARGUMENT` if an `.onnx` is
    ///     to change its precision; `IO_FAILED` if a file cannot be read or written
    public static ImportedModel run(Path file, Path directory, ImportOptions options) {
        if (!Files.isRegularFile(file)) {
            throw new LikenessException(ErrorCode.NOT_FOUND, "no such file: " + file);
        }
        String id = options.id().orElseGet(() -> idOf(file, options.precision()));
        Path model = directory.resolve(id + ".onnx");
        Path manifest = directory.resolve(id + ".yaml");
        if (!options.replace()) {
            refuseExisting(model);
            refuseExisting(manifest);
        }
        try {
            Files.createDirectories(directory);
            String source = "imported from %s (sha256 %s)".formatted(file.getFileName(), sha256(file));
            Unnamed unnamed = isOnnx(file) ? onnx(file, options.precision()) : checkpoint(file, options.precision());
            String sha256 = write(model, options.replace(), unnamed.content);
            ModelDescription description = new ModelDescription(
                    id, model.getFileName().toString(), sha256, unnamed.input, unnamed.output, unnamed.licence, source);
            byte[] yaml = description.toYaml().getBytes(StandardCharsets.UTF_8);
            write(manifest, options.replace(), stream -> stream.write(yaml));
            return new ImportedModel(description, model, manifest);
        } catch (IOException e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED,
                    "%s cannot be imported into %s: %s".formatted(file, directory, e.getMessage()),
                    e);
        }
    }

    /// A model as far as it is known before it lies in a file of its own.
    private record Unnamed(Content content, Input input, Output output, String licence) {}

    private interface Content {
        void writeTo(OutputStream stream) throws IOException;
    }

    private static Unnamed checkpoint(Path file, WeightPrecision precision) {
        PyTorchCheckpoint checkpoint = PyTorchCheckpoint.read(file);
        OnnxGraph graph = graph(checkpoint).withWeights(precision);
        String inputName = graph.inputs().getFirst().name();
        ValueInfo embedding = graph.outputs().getFirst();
        int dimension = (int) side(file, embedding, 1);
        Size size = new Size.Fixed(112, 112);
        return switch (checkpoint.family()) {
            case MAGFACE ->
                new Unnamed(
                        graph::writeTo,
                        new Input(inputName, size, "BGR", "1/255", 0, 1),
                        new Output.Vector(embedding.name(), dimension, Optional.of(MAGFACE_MAGNITUDES)),
                        "not stated in the file; MagFace's code is Apache-2.0");
            case INSIGHTFACE ->
                new Unnamed(
                        graph::writeTo,
                        new Input(inputName, size, "RGB", "1", 127.5f, 127.5f),
                        new Output.Vector(embedding.name(), dimension, Optional.empty()),
                        INSIGHTFACE_LICENCE);
        };
    }

    private static OnnxGraph graph(PyTorchCheckpoint checkpoint) {
        StateDict weights = checkpoint.weights();
        if (MobileFaceNet.matches(weights)) {
            return MobileFaceNet.graph(weights, DEFAULT_EPSILON);
        }
        return IResNet.graph(
                weights,
                switch (checkpoint.family()) {
                    case MAGFACE -> MAGFACE_EPSILON;
                    case INSIGHTFACE -> DEFAULT_EPSILON;
                });
    }

    private static Unnamed onnx(Path file, WeightPrecision precision) {
        if (precision != WeightPrecision.FLOAT32) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "an .onnx file is imported as it is, so its precision must be float32, got: %s for %s"
                            .formatted(precision.name().toLowerCase(Locale.ROOT), file));
        }
        OnnxModel model = OnnxModel.read(file);
        // the outputs tell what kind of model this is, so they are judged first
        Output output = InsightFaceOnnx.output(file, model);
        Input input = InsightFaceOnnx.input(file, model);
        return new Unnamed(stream -> Files.copy(file, stream), input, output, INSIGHTFACE_LICENCE);
    }

    private static long side(Path file, ValueInfo value, int axis) {
        if (value.shape().get(axis) instanceof Dimension.Fixed(long size)) {
            return size;
        }
        throw new LikenessException(ErrorCode.INTERNAL, "an embedding without a dimension was made of " + file);
    }

    /// Every ONNX file that an exporter writes begins with its format version, field 1.
    private static boolean isOnnx(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return stream.read() == (OnnxField.MODEL_IR_VERSION << 3);
        }
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
        String fitted = stem.isEmpty() ? "model" : stem;
        return fitted.substring(0, Math.min(fitted.length(), MAX_ID - suffix.length())) + suffix;
    }

    private static void refuseExisting(Path target) {
        if (Files.exists(target)) {
            throw new LikenessException(
                    ErrorCode.ALREADY_EXISTS,
                    "an import must not overwrite a file unless told to replace it, got: " + target);
        }
    }

    /// Writes beside the target and moves the whole file into its place.
    ///
    /// @return the content's sha256
    private static String write(Path target, boolean replace, Content content) throws IOException {
        Path unfinished = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        MessageDigest digest = newDigest();
        try {
            try (OutputStream stream = new DigestOutputStream(
                    new BufferedOutputStream(
                            Files.newOutputStream(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)),
                    digest)) {
                content.writeTo(stream);
            }
            if (!replace) {
                refuseExisting(target);
            }
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = newDigest();
        try (OutputStream stream = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            Files.copy(file, stream);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new LikenessException(ErrorCode.INTERNAL, "every Java has SHA-256, but this one", e);
        }
    }
}
