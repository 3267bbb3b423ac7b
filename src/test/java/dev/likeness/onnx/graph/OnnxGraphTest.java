package dev.likeness.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.face.LikenessException;
import dev.likeness.onnx.OnnxRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxGraphTest {
    /// Two layers small enough for the head: x·Wᵀ + b with W = [[1, 2], [−3, 4]] and b = [10, −20], then PReLU
    /// of slope 1/2.
    private static OnnxGraph twoLayers() {
        OnnxGraph.Builder graph = OnnxGraph.builder("two-layers").metadata("made-by", "hand");
        String x = graph.input("x", Dimension.of("batch"), Dimension.of(2));
        String weight = graph.floats("weight", new float[] {1, 2, -3, 4}, 2, 2);
        String bias = graph.floats("bias", new float[] {10, -20}, 2);
        String linear = graph.node("linear", "Gemm", List.of(x, weight, bias), Attribute.integer("transB", 1));
        String slope = graph.floats("slope", new float[] {0.5f}, 1);
        String y = graph.node("y", "PRelu", List.of(linear, slope));
        return graph.output(y, Dimension.of("batch"), Dimension.of(2)).build();
    }

    @Test
    void twoLayers_inOnnxRuntime_giveTheNumbersOfTheHead() throws Exception {
        float[][] answer = OnnxRuntime.run(twoLayers().toBytes(), new float[] {1, 1, 4, -4}, 2, 2);

        assertThat(answer[0]).containsExactly(13f, -9.5f);
        assertThat(answer[1]).containsExactly(6f, -24f);
    }

    @Test
    void everyKindOfConstantAndAttribute_inOnnxRuntime_isUnderstood() throws Exception {
        OnnxGraph.Builder graph = OnnxGraph.builder("kinds");
        String x = graph.input("x", Dimension.of("batch"), Dimension.of(4));
        String half = graph.node(
                "half",
                "Cast",
                List.of(graph.halves("half.float16", new float[] {0.5f}, 1)),
                Attribute.integer("to", ElementType.FLOAT.code()));
        String three = graph.node(
                "three",
                "Cast",
                List.of(graph.bytes("three.int8", new byte[] {-3}, 1)),
                Attribute.integer("to", ElementType.FLOAT.code()));
        String scaled = graph.node("scaled", "Mul", List.of(x, half));
        String shifted = graph.node("shifted", "Add", List.of(scaled, three));
        String leaky = graph.node("leaky", "LeakyRelu", List.of(shifted), Attribute.real("alpha", 0.25f));
        String shape = graph.longs("shape", new long[] {-1, 1, 2, 2}, 4);
        String square = graph.node("square", "Reshape", List.of(leaky, shape));
        String turned = graph.node("turned", "Transpose", List.of(square), Attribute.integers("perm", 0, 1, 3, 2));
        String depth = graph.node("depth", "SpaceToDepth", List.of(turned), Attribute.integer("blocksize", 2));
        String back = graph.node(
                "back",
                "DepthToSpace",
                List.of(depth),
                Attribute.integer("blocksize", 2),
                Attribute.text("mode", "CRD"));
        String flat = graph.node("flat", "Flatten", List.of(back));
        OnnxGraph built =
                graph.output(flat, Dimension.of("batch"), Dimension.of(4)).build();

        float[][] answer = OnnxRuntime.run(built.toBytes(), new float[] {8, 10, 2, 4}, 1, 4);

        assertThat(answer[0]).containsExactly(1f, -0.5f, 2f, -0.25f);
    }

    @Test
    void writtenFile_readBack_saysWhatTheGraphSays(@TempDir Path directory) throws Exception {
        Path file = Files.write(directory.resolve("two.onnx"), twoLayers().toBytes());

        OnnxModelInfo model = OnnxModelInfo.read(file);

        assertThat(model.operatorSet()).isEqualTo(OnnxGraph.OPERATOR_SET);
        assertThat(model.inputs())
                .containsExactly(
                        new ValueInfo("x", ElementType.FLOAT, List.of(Dimension.of("batch"), Dimension.of(2))));
        assertThat(model.outputs())
                .containsExactly(
                        new ValueInfo("y", ElementType.FLOAT, List.of(Dimension.of("batch"), Dimension.of(2))));
        assertThat(model.operators()).containsExactly("Gemm", "PRelu");
        assertThat(model.constants())
                .containsOnlyKeys("weight", "bias", "slope")
                .containsEntry("weight", List.of(2L, 2L));
        assertThat(model.metadata()).containsExactlyEntriesOf(Map.of("made-by", "hand"));
    }

    @Test
    void read_cutAnywhere_isRefusedInOneWay(@TempDir Path directory) throws Exception {
        byte[] whole = twoLayers().toBytes();
        for (int length = 0; length < whole.length; length++) {
            Path file = Files.write(directory.resolve("cut.onnx"), Arrays.copyOf(whole, length));

            assertThatThrownBy(() -> OnnxModelInfo.read(file))
                    .as("first %d bytes", length)
                    .isInstanceOf(LikenessException.class)
                    .hasMessageContaining("cut.onnx must ");
        }
    }

    @Test
    void read_bytesChanged_givesAModelOrOneException(@TempDir Path directory) throws Exception {
        byte[] whole = twoLayers().toBytes();
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            byte[] changed = whole.clone();
            for (int change = 0; change <= random.nextInt(3); change++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            Path file = Files.write(directory.resolve("changed.onnx"), changed);
            try {
                OnnxModelInfo.read(file);
            } catch (LikenessException e) {
                assertThat(e).hasMessageContaining("changed.onnx");
            }
        }
    }

    @Test
    void node_ofAnArgumentNobodyMade_isRefused() {
        OnnxGraph.Builder graph = OnnxGraph.builder("g");

        assertThatThrownBy(() -> graph.node("y", "Relu", List.of("x")))
                .hasMessage("an argument of node y must be defined before it, got: x");
    }

    @Test
    void output_thatNobodyMade_isRefused() {
        assertThatThrownBy(() -> OnnxGraph.builder("g").output("y"))
                .hasMessage("an output of graph g must be a defined value, got: y");
    }

    @Test
    void build_withoutOutput_isRefused() {
        assertThatThrownBy(() -> OnnxGraph.builder("g").build()).hasMessage("graph g must have an output, got none");
    }

    @Test
    void name_usedTwice_isRefused() {
        OnnxGraph.Builder graph = OnnxGraph.builder("g");
        graph.input("x");

        assertThatThrownBy(() -> graph.floats("x", new float[1], 1))
                .hasMessage("a value's name must be new and not empty in graph g, got: \"x\"");
    }

    @Test
    void constant_ofAnotherSize_isRefused() {
        assertThatThrownBy(() -> OnnxGraph.builder("g").floats("w", new float[5], 2, 3))
                .hasMessage("constant w of shape [2, 3] must have 6 elements, got: 5");
    }
}
