package dev.likeness.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.onnx.checkpoint.NaiveNetwork;
import dev.likeness.onnx.checkpoint.StateDict;
import dev.likeness.onnx.checkpoint.Tensor;
import dev.likeness.onnx.family.IResNet;
import dev.likeness.onnx.family.MobileFaceNet;
import dev.likeness.onnx.family.PyTorchMobileFaceNet;
import dev.likeness.onnx.graph.Attribute;
import dev.likeness.onnx.graph.Dimension;
import dev.likeness.onnx.graph.ElementType;
import dev.likeness.onnx.graph.Node;
import dev.likeness.onnx.graph.OnnxGraph;
import dev.likeness.onnx.graph.ValueInfo;
import dev.likeness.onnx.graph.WeightPrecision;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackboneTest {
    private static final List<Integer> BLOCKS_18 = List.of(2, 2, 2, 2);
    private static final int[] NARROW = {8, 16, 32, 64};

    private static Map<String, Tensor> narrow18(long seed) {
        return RandomWeights.iResNet(seed, BLOCKS_18, NARROW, 32);
    }

    @ParameterizedTest(name = "second block a grouped convolution: {0}, seed 21")
    @ValueSource(booleans = {true, false})
    void mobileFaceNet_inOnnxRuntime_equalsTheNaiveForwardPass(boolean second) throws Exception {
        Map<String, Tensor> weights = RandomWeights.mobileFaceNet(21, 8, second, 16);
        float[] faces = RandomWeights.faces(22, 2);

        byte[] model =
                MobileFaceNet.graph(StateDict.of("random", weights), 1e-5).toBytes();

        float[][] answer = OnnxRuntime.embed(model, faces, 2);
        for (int face = 0; face < 2; face++) {
            double[] expected = new NaiveNetwork(weights, 1e-5).mobileFaceNet(faces, face);
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) answer[face][i]).isCloseTo(expected[i], within(1e-4));
            }
        }
    }

    /// Weights with the names of another project, and its forward pass.
    record Foreign(String name, Map<String, Tensor> weights, Forward forward) {
        @Override
        public String toString() {
            return name;
        }
    }

    interface Forward {
        double[] run(NaiveNetwork network, float[] faces, int index);
    }

    static List<Foreign> foreign() {
        return List.of(
                new Foreign(
                        "blocks, 112×112",
                        RandomWeights.blocksMobileFaceNet(41, 8, 7, 16),
                        NaiveNetwork::blocksMobileFaceNet),
                new Foreign(
                        "blocks, 112×96",
                        RandomWeights.blocksMobileFaceNet(42, 8, 6, 16),
                        NaiveNetwork::blocksMobileFaceNet),
                new Foreign("stages", RandomWeights.stagesMobileFaceNet(43, 8, 16), NaiveNetwork::stagesMobileFaceNet),
                new Foreign("ReLU6", RandomWeights.relu6MobileFaceNet(44, 8, 16), NaiveNetwork::relu6MobileFaceNet));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("foreign")
    void mobileFaceNet_ofAnotherProject_equalsTheNaiveForwardPass(Foreign network) throws Exception {
        StateDict weights = StateDict.of("random", network.weights());
        float[] faces = RandomWeights.faces(45, 2);

        OnnxGraph graph = PyTorchMobileFaceNet.of(weights).orElseThrow().graph(weights, 1e-5);

        assertThat(graph.nodes()).extracting(Node::operator).doesNotContain("BatchNormalization");
        float[][] answer = OnnxRuntime.embed(graph.toBytes(), faces, 2);
        for (int face = 0; face < 2; face++) {
            double[] expected = network.forward().run(new NaiveNetwork(network.weights(), 1e-5), faces, face);
            assertThat(answer[face]).hasSize(expected.length);
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) answer[face][i]).isCloseTo(expected[i], within(1e-4));
            }
        }
    }

    @Test
    void mobileFaceNet_withAnotherNumberOfBlocks_isRefused() {
        Map<String, Tensor> tensors = new LinkedHashMap<>(RandomWeights.blocksMobileFaceNet(1, 8, 7, 16));
        tensors.keySet().removeIf(name -> name.startsWith("blocks.14."));
        StateDict weights = StateDict.of("m.ckpt", tensors);

        assertThatThrownBy(() -> PyTorchMobileFaceNet.BLOCKS.graph(weights, 1e-5))
                .hasMessage("m.ckpt must have the 15 blocks of MobileFaceNet, got: 14");
    }

    @Test
    void mobileFaceNet_graph_hasNoBatchNormLeft() {
        Map<String, Tensor> weights = RandomWeights.mobileFaceNet(1, 8, true, 16);

        OnnxGraph graph = MobileFaceNet.graph(StateDict.of("random", weights), 1e-5);

        assertThat(graph.nodes()).extracting(Node::operator).doesNotContain("BatchNormalization");
    }

    @Test
    void iResNet_graph_keepsOneBatchNormABlock() {
        OnnxGraph graph = IResNet.graph(StateDict.of("random", narrow18(1)), 2e-5);

        assertThat(graph.nodes())
                .filteredOn(node -> node.operator().equals("BatchNormalization"))
                .hasSize(8);
        assertThat(graph.outputs())
                .containsExactly(new ValueInfo(
                        "embedding", ElementType.FLOAT, List.of(Dimension.of("batch"), Dimension.of(32))));
    }

    @ParameterizedTest(name = "{0} keeps the direction to a cosine of {1}, seed 31")
    @CsvSource({"FLOAT16, 0.999, 0.55", "INT8, 0.98, 0.32"})
    void iResNet_withCompressedWeights_keepsTheDirection(
            WeightPrecision precision, double leastCosine, double largestShare) throws Exception {
        OnnxGraph graph = IResNet.graph(StateDict.of("random", narrow18(31)), 2e-5);
        float[] faces = RandomWeights.faces(32, 2);

        byte[] whole = graph.toBytes();
        byte[] compressed = graph.withWeights(precision).toBytes();

        float[][] expected = OnnxRuntime.embed(whole, faces, 2);
        float[][] answer = OnnxRuntime.embed(compressed, faces, 2);
        for (int face = 0; face < 2; face++) {
            double cosine = OnnxRuntime.cosine(expected[face], answer[face]);
            assertThat(cosine).isGreaterThanOrEqualTo(leastCosine);
        }
        assertThat(compressed.length).isLessThan((int) (largestShare * whole.length));
    }

    @Test
    void withWeights_largerThanHalfPrecision_keepsThatTensorWhole() throws Exception {
        OnnxGraph.Builder graph = OnnxGraph.builder("large");
        String x = graph.input("x", Dimension.of("batch"), Dimension.of(1));
        String weight = graph.floats("weight", new float[] {100_000}, 1, 1);
        String y = graph.node("y", "Gemm", List.of(x, weight), Attribute.integer("transB", 1));
        OnnxGraph built =
                graph.output(y, Dimension.of("batch"), Dimension.of(1)).build();

        byte[] halved = built.withWeights(WeightPrecision.FLOAT16).toBytes();

        assertThat(OnnxRuntime.run(halved, new float[] {2}, 1, 1)[0]).containsExactly(200_000f);
    }

    @Test
    void iResNet_withoutATensor_namesIt() {
        Map<String, Tensor> weights = new LinkedHashMap<>(narrow18(1));
        weights.remove("layer3.1.bn2.running_var");

        assertThatThrownBy(() -> IResNet.graph(StateDict.of("m.pth", weights), 2e-5))
                .hasMessage("m.pth must contain the tensor layer3.1.bn2.running_var, got no tensor with that name");
    }

    @Test
    void iResNet_withATensorOfAnotherShape_namesItAndBothShapes() {
        Map<String, Tensor> weights = new LinkedHashMap<>(narrow18(1));
        weights.put("layer2.0.prelu.weight", Tensor.of(new float[1], 1));

        assertThatThrownBy(() -> IResNet.graph(StateDict.of("m.pth", weights), 2e-5))
                .hasMessage("m.pth: layer2.0.prelu.weight must have shape [16], got: [1]");
    }

    @Test
    void iResNet_withAConvolutionOfOtherChannels_isRefused() {
        Map<String, Tensor> weights = new LinkedHashMap<>(narrow18(1));
        weights.put("layer2.1.conv1.weight", Tensor.of(new float[16 * 5 * 9], 16, 5, 3, 3));

        assertThatThrownBy(() -> IResNet.graph(StateDict.of("m.pth", weights), 2e-5))
                .hasMessage(
                        "m.pth: layer2.1.conv1.weight must be a 3×3 convolution of 16 channels, got shape: [16, 5, 3, 3]");
    }

    @Test
    void iResNet_ofAnotherInputSize_isRefused() {
        Map<String, Tensor> weights = new LinkedHashMap<>(narrow18(1));
        weights.put("fc.weight", Tensor.of(new float[32 * 64 * 4], 32, 64 * 4));

        assertThatThrownBy(() -> IResNet.graph(StateDict.of("m.pth", weights), 2e-5))
                .hasMessage("m.pth: fc.weight must have shape [32, 3136], got: [32, 256]");
    }

    @Test
    void iResNet_withBlocksOfNoDepth_isRefused() {
        Map<String, Tensor> weights = RandomWeights.iResNet(1, List.of(2, 2, 3, 2), NARROW, 32);

        assertThatThrownBy(() -> IResNet.graph(StateDict.of("m.pth", weights), 2e-5))
                .hasMessage(
                        "m.pth must have the blocks of iResNet-18 [2, 2, 2, 2], -34 [3, 4, 6, 3], -50 [3, 4, 14, 3], -100 [3, 13, 30, 3] or -200 [6, 26, 60, 6], got: [2, 2, 3, 2]");
    }

    @Test
    void iResNet_withNaN_isRefused() {
        Map<String, Tensor> weights = new LinkedHashMap<>(narrow18(1));
        weights.put("fc.bias", Tensor.of(filled(32, Float.NaN), 32));

        assertThatThrownBy(() -> IResNet.graph(StateDict.of("m.pth", weights), 2e-5))
                .hasMessage("m.pth: fc.bias must be finite, got: NaN at element 0");
    }

    @Test
    void iResNet_withNegativeVariance_isRefused() {
        Map<String, Tensor> weights = new LinkedHashMap<>(narrow18(1));
        weights.put("bn1.running_var", Tensor.of(filled(8, -1), 8));

        assertThatThrownBy(() -> IResNet.graph(StateDict.of("m.pth", weights), 2e-5))
                .hasMessage("m.pth: bn1.running_var must not be negative, got: -1.0 at element 0");
    }

    private static float[] filled(int size, float value) {
        float[] values = new float[size];
        Arrays.fill(values, value);
        return values;
    }
}
