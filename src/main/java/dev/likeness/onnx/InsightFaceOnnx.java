package dev.likeness.onnx;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.onnx.ModelDescription.Input;
import dev.likeness.onnx.ModelDescription.Output;
import dev.likeness.onnx.ModelDescription.Size;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How to run an `.onnx` of InsightFace, told from its graph by the conventions of InsightFace's own
/// `model_zoo`: one output of shape `[n, dimension]` is an ArcFace embedder; nine, of 1, 4 and 10 columns, are
/// SCRFD with five points.
final class InsightFaceOnnx {
    private static final int CHANNELS = 3;
    private static final int SCRFD_OUTPUTS = 9;
    private static final int SCRFD_STRIDES = 3;

    /// SCRFD's coarsest stride, of which the input must be a multiple.
    private static final int SCRFD_MULTIPLE = 32;

    /// An embedder converted from MXNet subtracts and divides by itself, within its first nodes.
    private static final int FIRST_NODES = 8;

    private InsightFaceOnnx() {}

    static Input input(Path file, OnnxModel model) {
        if (model.inputs().size() != 1) {
            throw invalid(file, "must have one input, got: " + model.inputs());
        }
        ValueInfo input = model.inputs().getFirst();
        if (input.type() != ElementType.FLOAT
                || input.shape().size() != 4
                || !input.shape().get(1).equals(Dimension.of(CHANNELS))) {
            throw invalid(file, "must take float images of shape [n, 3, height, width], got: " + shown(input));
        }
        if (model.outputs().size() == SCRFD_OUTPUTS) {
            Size size = fixedSize(input).orElse(new Size.Any(SCRFD_MULTIPLE));
            return new Input(input.name(), size, "RGB", "1", 127.5f, 128);
        }
        Size size = fixedSize(input)
                .orElseThrow(() -> invalid(file, "must fix the size of an embedder's input, got: " + shown(input)));
        List<String> first = model.operators().stream().limit(FIRST_NODES).toList();
        return first.contains("Sub") && first.contains("Mul")
                ? new Input(input.name(), size, "RGB", "1", 0, 1)
                : new Input(input.name(), size, "RGB", "1", 127.5f, 127.5f);
    }

    static Output output(Path file, OnnxModel model) {
        List<ValueInfo> outputs = model.outputs();
        if (outputs.size() == 1) {
            ValueInfo output = outputs.getFirst();
            if (output.shape().size() == 2
                    && output.shape().get(1) instanceof Dimension.Fixed(long dimension)
                    && dimension > 0
                    && dimension <= Integer.MAX_VALUE) {
                return new Output.Vector(output.name(), (int) dimension, Optional.empty());
            }
            throw invalid(file, "must answer vectors of shape [n, dimension], got: " + shown(output));
        }
        if (outputs.size() == SCRFD_OUTPUTS) {
            return new Output.Scrfd(
                    ofColumns(file, outputs, 1), ofColumns(file, outputs, 4), ofColumns(file, outputs, 10));
        }
        throw invalid(
                file,
                "must have 1 output (an embedder) or 9 (SCRFD with five points), got: "
                        + outputs.stream().map(InsightFaceOnnx::shown).toList());
    }

    /// The outputs of so many columns, finest stride first: where the rows are known, a halved stride has four
    /// times as many; where they are not, the file's order holds.
    private static List<String> ofColumns(Path file, List<ValueInfo> outputs, int columns) {
        List<ValueInfo> group = new ArrayList<>();
        for (ValueInfo output : outputs) {
            int sides = output.shape().size();
            if ((sides == 2 || sides == 3) && output.shape().getLast().equals(Dimension.of(columns))) {
                group.add(output);
            }
        }
        if (group.size() != SCRFD_STRIDES) {
            throw invalid(
                    file,
                    "must have three outputs of %d columns each as SCRFD has, got: %s"
                            .formatted(
                                    columns,
                                    outputs.stream().map(InsightFaceOnnx::shown).toList()));
        }
        if (group.stream().allMatch(output -> rows(output) > 0)) {
            group.sort((a, b) -> Long.compare(rows(b), rows(a)));
        }
        return group.stream().map(ValueInfo::name).toList();
    }

    /// How many rows an output has, 0 if only running it tells.
    private static long rows(ValueInfo output) {
        return output.shape().get(output.shape().size() - 2) instanceof Dimension.Fixed(long size) ? size : 0;
    }

    private static Optional<Size> fixedSize(ValueInfo input) {
        return input.shape().get(2) instanceof Dimension.Fixed(long height)
                        && input.shape().get(3) instanceof Dimension.Fixed(long width)
                        && height > 0
                        && width > 0
                        && height <= Integer.MAX_VALUE
                        && width <= Integer.MAX_VALUE
                ? Optional.of(new Size.Fixed((int) width, (int) height))
                : Optional.empty();
    }

    private static String shown(ValueInfo value) {
        return PickleReader.printable(value.name()) + " " + value.type() + value.shape();
    }

    private static LikenessException invalid(Path file, String rule) {
        return new LikenessException(ErrorCode.MODEL_INVALID, "model %s %s".formatted(file, rule));
    }
}
