package dev.likeness.onnx.importer;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.onnx.ModelDescription.Input;
import dev.likeness.onnx.ModelDescription.Output;
import dev.likeness.onnx.ModelDescription.Size;
import dev.likeness.onnx.checkpoint.PyTorchCheckpoint;
import dev.likeness.onnx.checkpoint.PyTorchCheckpoint.Family;
import dev.likeness.onnx.checkpoint.StateDict;
import dev.likeness.onnx.family.IResNet;
import dev.likeness.onnx.family.MobileFaceNet;
import dev.likeness.onnx.family.PyTorchMobileFaceNet;
import dev.likeness.onnx.graph.Dimension;
import dev.likeness.onnx.graph.OnnxGraph;
import dev.likeness.onnx.graph.ValueInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The network of a checkpoint, with what its project's scripts feed it.
///
/// @param graph in float32
/// @param input what the project that trains such networks feeds them
record CheckpointNetwork(
        OnnxGraph graph, DetectedFormat.Checkpoint format, Input input, Output.Vector output, String licence) {
    /// PyTorch's default ε of BatchNorm, which all projects use for MobileFaceNet.
    private static final double DEFAULT_EPSILON = 1e-5;

    /// Builds the network.
    ///
    /// @param stated the family that the user stated
    static CheckpointNetwork read(Path file, Optional<Family> stated) {
        PyTorchCheckpoint checkpoint = PyTorchCheckpoint.read(file);
        StateDict weights = checkpoint.weights();
        Optional<PyTorchMobileFaceNet> names = PyTorchMobileFaceNet.of(weights);
        if (names.isPresent()) {
            return of(file, weights, names.get(), stated);
        }
        Family family = stated.orElse(checkpoint.family());
        boolean mobile = MobileFaceNet.matches(weights);
        double epsilon = mobile ? DEFAULT_EPSILON : family.epsilon();
        OnnxGraph graph = mobile ? MobileFaceNet.graph(weights, epsilon) : IResNet.graph(weights, epsilon);
        return new CheckpointNetwork(
                graph,
                new DetectedFormat.Checkpoint(graph.name(), Optional.of(family), epsilon, weights.parameters()),
                family.input(graph.inputs().getFirst().name()),
                output(file, graph, family),
                family.licence());
    }

    private static CheckpointNetwork of(
            Path file, StateDict weights, PyTorchMobileFaceNet names, Optional<Family> stated) {
        OnnxGraph graph = names.graph(weights, DEFAULT_EPSILON);
        String tensor = graph.inputs().getFirst().name();
        return new CheckpointNetwork(
                graph,
                new DetectedFormat.Checkpoint(
                        "%s of %s".formatted(graph.name(), names.project()),
                        stated,
                        DEFAULT_EPSILON,
                        weights.parameters()),
                stated.map(family -> family.input(tensor)).orElseGet(() -> input(names, tensor)),
                output(file, graph, stated.orElse(Family.INSIGHTFACE)),
                stated.map(Family::licence).orElse("not stated in the file"));
    }

    /// What the scripts of these projects feed their networks.
    private static Input input(PyTorchMobileFaceNet names, String tensor) {
        Size face = new Size.Fixed(112, 112);
        return switch (names) {
            case BLOCKS -> new Input(tensor, face, "RGB", "1", 127.5f, 128);
            case STAGES -> new Input(tensor, face, "RGB", "1", 127.5f, 127.5f);
            case RELU6 ->
                new Input(
                        tensor, face, "RGB", "1/255", List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));
        };
    }

    private static Output.Vector output(Path file, OnnxGraph graph, Family family) {
        ValueInfo embedding = graph.outputs().getFirst();
        if (!(embedding.shape().get(1) instanceof Dimension.Fixed(long dimension))) {
            throw new LikenessException(ErrorCode.INTERNAL, "an embedding without a dimension was made of " + file);
        }
        return new Output.Vector(embedding.name(), (int) dimension, family.magnitudes());
    }
}
