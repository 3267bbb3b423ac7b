package dev.likeness.onnx.importer;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Remedy;
import dev.likeness.onnx.ModelDescription.Input;
import dev.likeness.onnx.ModelDescription.Output;
import dev.likeness.onnx.ModelDescription.Role;
import dev.likeness.onnx.ModelDescription.Size;
import dev.likeness.onnx.checkpoint.PyTorchCheckpoint.Family;
import dev.likeness.onnx.checkpoint.TorchPickleReader;
import dev.likeness.onnx.graph.Dimension;
import dev.likeness.onnx.graph.ElementType;
import dev.likeness.onnx.graph.OnnxModelInfo;
import dev.likeness.onnx.graph.ValueInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Determines from its graph how to run an `.onnx` file of another project, by the conventions of
/// InsightFace's `model_zoo`:
///
/// - One output of shape `[n, dimension]` is an ArcFace embedder. Its input is R G B as (byte − 127.5) /
///     127.5. If the graph starts with a subtraction and a multiplication, it does this itself and its input
///     is bytes.
/// - Nine outputs, three each of 1, 4 and 10 columns, are SCRFD with five landmarks at strides 8, 16 and 32.
///     Fifteen outputs are the same up to stride 128. The input is R G B as (byte − 127.5) / 128.
/// - Twelve outputs with YuNet's names are YuNet. The input is B G R bytes.
///
/// Detectors may have a fixed input size. An embedder must accept 112×112 pixels, the size of aligned faces.
final class OnnxModelAnalyzer {
    private static final int CHANNELS = 3;
    private static final long CROP_SIDE = 112;

    /// Numbers of columns of SCRFD's tensors: scores, distances to the sides of a box, landmark offsets.
    private static final List<Integer> SCRFD_COLUMNS = List.of(1, 4, 10);

    private static final int FINEST_STRIDE = 8;

    /// YuNet's coarsest stride; the sides of the input must be multiples of it.
    private static final int YUNET_MULTIPLE = 32;

    /// Number of nodes searched for normalisation. An embedder converted from MXNet subtracts and divides in
    /// its first nodes.
    private static final int INSPECTED_NODES = 8;

    private final Path file;
    private final OnnxModelInfo model;
    private final ImportOptions.Overrides overrides;

    OnnxModelAnalyzer(Path file, OnnxModelInfo model, ImportOptions.Overrides overrides) {
        this.file = file;
        this.model = model;
        this.overrides = overrides;
    }

    /// Determines the output of the model.
    ///
    /// @throws LikenessException `MODEL_INVALID` if the outputs are not those of a supported model
    Output output() {
        return switch (overrides.role().orElseGet(this::role)) {
            case EMBEDDER -> vector();
            case DETECTOR -> isYuNet() ? new Output.YuNet(Optional.empty()) : scrfd();
        };
    }

    /// Determines the input of a model with this output.
    ///
    /// @throws LikenessException `MODEL_INVALID` if the input is not an image
    Input input(Output output) {
        if (model.inputs().size() != 1) {
            throw invalid("must have one input, got: " + describe(model.inputs()));
        }
        ValueInfo input = model.inputs().getFirst();
        if (input.type() != ElementType.FLOAT
                || input.shape().size() != 4
                || !accepts(input.shape().get(1), CHANNELS)) {
            throw invalid("must take float images of shape [n, 3, height, width], got: " + describe(input));
        }
        return overrides.appliedTo(
                switch (output) {
                    case Output.Vector _ -> embedderInput(input);
                    case Output.YuNet _ ->
                        new Input(input.name(), flexibleSize(input, YUNET_MULTIPLE), "BGR", "1", 0, 1);
                    case Output.Scrfd scrfd -> {
                        int multiple = FINEST_STRIDE << (scrfd.scores().size() - 1);
                        yield new Input(input.name(), flexibleSize(input, multiple), "RGB", "1", 127.5f, 128);
                    }
                });
    }

    /// The display name of this kind of model.
    String kind(Output output) {
        return switch (output) {
            case Output.Vector _ -> "ArcFace embedder";
            case Output.YuNet _ -> "YuNet detector";
            case Output.Scrfd scrfd ->
                "SCRFD detector with five points at %d strides"
                        .formatted(scrfd.scores().size());
        };
    }

    /// Whether the first nodes of an embedder subtract and multiply, as its conversion from MXNet leaves them.
    boolean scalesItself() {
        List<String> first = model.operators().stream().limit(INSPECTED_NODES).toList();
        return first.contains("Sub") && first.contains("Mul");
    }

    private Role role() {
        int outputs = model.outputs().size();
        if (outputs == 1) {
            return Role.EMBEDDER;
        }
        if (outputs == 9 || outputs == 15 || isYuNet()) {
            return Role.DETECTOR;
        }
        if (outputs == 6 || outputs == 10) {
            throw invalid("must output five landmarks per face, which alignment needs, got %d outputs: %s"
                    .formatted(outputs, describe(model.outputs())));
        }
        throw invalid("must have 1 output (an embedder) or 9 or 15 (SCRFD with five points), got: "
                + describe(model.outputs()));
    }

    private boolean isYuNet() {
        return model.outputs().stream().map(ValueInfo::name).toList().containsAll(Output.YuNet.TENSORS);
    }

    private Output vector() {
        List<ValueInfo> vectors = model.outputs().stream()
                .filter(output -> output.shape().size() == 2
                        && output.shape().get(1) instanceof Dimension.Fixed(long dimension)
                        && dimension > 1
                        && dimension <= Integer.MAX_VALUE)
                .toList();
        if (vectors.size() == 1 && vectors.getFirst().shape().get(1) instanceof Dimension.Fixed(long dimension)) {
            boolean magFace = overrides.family().equals(Optional.of(Family.MAGFACE));
            return new Output.Vector(
                    vectors.getFirst().name(),
                    (int) dimension,
                    magFace ? Family.MAGFACE.magnitudes() : Optional.empty());
        }
        throw invalid("must output vectors of shape [n, dimension] in one output, got: " + describe(model.outputs()));
    }

    private Input embedderInput(ValueInfo input) {
        if (!accepts(input.shape().get(2), CROP_SIDE) || !accepts(input.shape().get(3), CROP_SIDE)) {
            throw invalid("must take faces of 112×112 pixels to be an embedder, got: " + describe(input));
        }
        if (overrides.family().isPresent()) {
            return overrides.family().get().input(input.name());
        }
        return scalesItself()
                ? new Input(input.name(), new Size.Fixed((int) CROP_SIDE, (int) CROP_SIDE), "RGB", "1", 0, 1)
                : Family.INSIGHTFACE.input(input.name());
    }

    private Output scrfd() {
        List<ValueInfo> outputs = model.outputs();
        int levels = outputs.size() / SCRFD_COLUMNS.size();
        if (outputs.size() != 9 && outputs.size() != 15) {
            throw invalid("must have 9 or 15 outputs to be SCRFD with five points, got: " + describe(outputs));
        }
        List<List<String>> groups = new ArrayList<>();
        for (int kind = 0; kind < SCRFD_COLUMNS.size(); kind++) {
            groups.add(
                    columnsAreKnown()
                            ? namesWithColumns(SCRFD_COLUMNS.get(kind), levels)
                            : inFileOrder(outputs.subList(kind * levels, (kind + 1) * levels)));
        }
        return new Output.Scrfd(groups.get(0), groups.get(1), groups.get(2));
    }

    private boolean columnsAreKnown() {
        return model.outputs().stream()
                .allMatch(output ->
                        !output.shape().isEmpty() && output.shape().getLast() instanceof Dimension.Fixed(long _));
    }

    /// The names in the order of the file. InsightFace reads every graph in this order. Here it is used only
    /// if the graph does not declare the shapes of its outputs and the caller states the role, because the
    /// order alone does not show what the outputs are.
    private List<String> inFileOrder(List<ValueInfo> group) {
        if (overrides.role().isEmpty()) {
            throw invalid(
                    "must say how many columns its outputs have, got: " + describe(model.outputs()),
                    ErrorFacts.ofRemedies(new Remedy.DeclareDetector()));
        }
        return group.stream().map(ValueInfo::name).toList();
    }

    /// The names of the outputs with this number of columns, finest stride first. If the numbers of rows are
    /// known, they determine the order, because half the stride means four times as many rows. Otherwise the
    /// order of the file is used.
    private List<String> namesWithColumns(int columns, int levels) {
        List<ValueInfo> group = new ArrayList<>();
        for (ValueInfo output : model.outputs()) {
            int sides = output.shape().size();
            if ((sides == 2 || sides == 3) && output.shape().getLast().equals(Dimension.of(columns))) {
                group.add(output);
            }
        }
        if (group.size() != levels) {
            throw invalid("must have %d outputs of %d columns as SCRFD has, got: %s"
                    .formatted(levels, columns, describe(model.outputs())));
        }
        if (group.stream().allMatch(output -> rows(output) > 0)) {
            group.sort(Comparator.comparingLong(OnnxModelAnalyzer::rows).reversed());
        }
        return group.stream().map(ValueInfo::name).toList();
    }

    /// The number of rows of an output; 0 if it is not declared.
    private static long rows(ValueInfo output) {
        return output.shape().get(output.shape().size() - 2) instanceof Dimension.Fixed(long size) ? size : 0;
    }

    /// The input size of a detector: fixed, or any multiple of `multiple`.
    private Size flexibleSize(ValueInfo input, int multiple) {
        if (input.shape().get(2) instanceof Dimension.Fixed(long height)
                && input.shape().get(3) instanceof Dimension.Fixed(long width)
                && height > 0
                && width > 0) {
            if (height % multiple != 0 || width % multiple != 0 || Math.max(height, width) > Integer.MAX_VALUE) {
                throw invalid("must take images whose sides are multiples of %d, got: %s"
                        .formatted(multiple, describe(input)));
            }
            return new Size.Fixed((int) width, (int) height);
        }
        return new Size.Any(multiple);
    }

    private static boolean accepts(Dimension actual, long wanted) {
        return switch (actual) {
            case Dimension.Fixed(long size) -> size == wanted;
            case Dimension.Symbolic _ -> true;
        };
    }

    private static List<String> describe(List<ValueInfo> values) {
        return values.stream().map(OnnxModelAnalyzer::describe).toList();
    }

    private static String describe(ValueInfo value) {
        return TorchPickleReader.printable(value.name()) + " " + value.type() + value.shape();
    }

    private LikenessException invalid(String rule) {
        return invalid(rule, ErrorFacts.NONE);
    }

    private LikenessException invalid(String rule, ErrorFacts facts) {
        return new LikenessException(ErrorCode.MODEL_INVALID, "model %s %s".formatted(file, rule), facts);
    }
}
