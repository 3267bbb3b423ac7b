package dev.likeness.onnx.importer;

import dev.likeness.onnx.ModelDescription.Input;
import dev.likeness.onnx.ModelDescription.Output;
import dev.likeness.onnx.checkpoint.PyTorchCheckpoint.Family;
import java.util.ArrayList;
import java.util.List;

/// Something that an import assumes, because neither the file nor the caller states it. A wrong channel order
/// or a wrong mean costs accuracy that a few pairs of faces do not show.
public sealed interface Assumption {
    /// The order of the input's planes.
    ///
    /// @param order `RGB` or `BGR`
    record Channels(String order) implements Assumption {}

    /// The conversion of a byte.
    ///
    /// @param formula such as `(byte − 127.5) / 127.5`
    record Scaling(String formula) implements Assumption {}

    /// The project that trained a checkpoint, which determines ε of every BatchNorm.
    record TrainedBy(Family family) implements Assumption {}

    /// An embedder was trained on faces aligned to ArcFace's five points on 112×112 pixels.
    record Alignment() implements Assumption {}

    /// The assumptions of an import; none for a known model, whose makers state how it is run.
    static List<Assumption> of(DetectedFormat format, Input input, Output output, ImportOptions options) {
        if (options.provenance().isPresent()) {
            return List.of();
        }
        ImportOptions.Overrides stated = options.overrides();
        List<Assumption> assumptions = new ArrayList<>();
        if (stated.channels().isEmpty() && stated.family().isEmpty()) {
            assumptions.add(new Channels(input.channels()));
        }
        boolean scalesItself = format instanceof DetectedFormat.Graph graph && graph.scalesItself();
        if (stated.mean().isEmpty() && stated.family().isEmpty() && !scalesItself) {
            assumptions.add(new Scaling(input.scaling()));
        }
        if (format instanceof DetectedFormat.Checkpoint checkpoint
                && stated.family().isEmpty()) {
            checkpoint.family().map(TrainedBy::new).ifPresent(assumptions::add);
        }
        if (output instanceof Output.Vector) {
            assumptions.add(new Alignment());
        }
        return List.copyOf(assumptions);
    }
}
