package dev.likeness.training;

import dev.likeness.onnx.ModelDescription;
import dev.likeness.onnx.ModelDescription.Input;
import dev.likeness.onnx.ModelDescription.Output;
import dev.likeness.onnx.ModelDescription.Range;
import dev.likeness.onnx.ModelDescription.Size;
import dev.likeness.onnx.OnnxGraph;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A trained network as the two files a model directory holds.
///
/// @param model the `.onnx`
/// @param manifest the `.yaml` beside it
/// @param sha256 of the model
record EmbedderExport(Path model, Path manifest, String sha256) {
    /// Writes `ID.onnx` and `ID.yaml` into the run's directory.
    ///
    /// @param curve its last epoch tells where magnitudes lie
    static EmbedderExport write(OnnxGraph graph, EmbedderTraining options, List<TrainingStep> curve)
            throws IOException {
        RunOptions run = options.run();
        Path model = run.directory().resolve(run.id() + ".onnx");
        Path manifest = run.directory().resolve(run.id() + ".yaml");
        byte[] bytes = graph.withWeights(run.precision()).toBytes();
        String sha256 = sha256(bytes);
        WholeFile.write(model, stream -> stream.write(bytes));
        ModelDescription description = new ModelDescription(
                run.id(),
                run.id() + ".onnx",
                sha256,
                new Input(
                        graph.inputs().getFirst().name(),
                        new Size.Fixed(Backbone.side(), Backbone.side()),
                        "BGR",
                        "1/255",
                        0,
                        1),
                new Output.Vector(
                        graph.outputs().getFirst().name(), options.backbone().dimension(), magnitudes(curve)),
                run.licence(),
                "trained by Likeness, seed %d, %d steps".formatted(run.seed(), curve.size()));
        byte[] yaml = description.toYaml().getBytes(StandardCharsets.UTF_8);
        WholeFile.write(manifest, stream -> stream.write(yaml));
        return new EmbedderExport(model, manifest, sha256);
    }

    private static Optional<Range> magnitudes(List<TrainingStep> curve) {
        if (curve.isEmpty()) {
            return Optional.empty();
        }
        int last = curve.getLast().epoch();
        List<TrainingStep> epoch =
                curve.stream().filter(step -> step.epoch() == last).toList();
        double least = epoch.stream()
                .mapToDouble(step -> step.magnitudes().least())
                .min()
                .orElse(0);
        double greatest = epoch.stream()
                .mapToDouble(step -> step.magnitudes().greatest())
                .max()
                .orElse(0);
        return Optional.of(new Range((int) Math.floor(least), (int) Math.floor(greatest) + 1));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("every Java has SHA-256", e);
        }
    }
}
