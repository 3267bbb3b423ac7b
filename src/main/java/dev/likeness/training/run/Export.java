package dev.likeness.training.run;

import dev.likeness.face.Sha256;
import dev.likeness.onnx.ModelDescription;
import dev.likeness.onnx.graph.OnnxGraph;
import dev.likeness.support.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A trained network in the two files of a model directory.
///
/// @param model the `.onnx` file
/// @param manifest the `.yaml` file beside it
/// @param sha256 SHA-256 of the model file
public record Export(Path model, Path manifest, String sha256) {
    /// Writes `ID.onnx` and `ID.yaml` into the run's directory.
    ///
    /// @param steps number of completed steps
    public static Export write(
            OnnxGraph graph, RunOptions run, int steps, ModelDescription.Input input, ModelDescription.Output output)
            throws IOException {
        Path model = run.directory().resolve(run.id() + ".onnx");
        Path manifest = run.directory().resolve(run.id() + ".yaml");
        byte[] bytes = graph.withWeights(run.precision()).toBytes();
        String sha256 = Sha256.hex(bytes);
        AtomicFile.write(model, bytes);
        ModelDescription description = new ModelDescription(
                run.id(),
                run.id() + ".onnx",
                sha256,
                input,
                output,
                run.licence(),
                "trained by Likeness, seed %d, %d steps".formatted(run.seed(), steps));
        byte[] yaml = description.toYaml().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(manifest, yaml);
        return new Export(model, manifest, sha256);
    }
}
