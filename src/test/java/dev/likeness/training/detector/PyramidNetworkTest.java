package dev.likeness.training.detector;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.likeness.inference.runtime.Device;
import dev.likeness.onnx.family.PyramidDetector;
import dev.likeness.onnx.graph.OnnxGraph;
import dev.likeness.onnx.graph.WeightPrecision;
import dev.likeness.training.torch.Arithmetic;
import dev.likeness.training.torch.PyTorch;
import dev.likeness.training.torch.Weights;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PyramidNetworkTest {
    private static final DetectorNetworkOptions SMALL = new DetectorNetworkOptions(4);

    @BeforeEach
    void natives() {
        Natives.require();
        PyTorch.useThreads(1);
    }

    @Test
    void learnedNumbers_atTheDefaultWidth_areBelowThreeHundredThousand() {
        PyramidNetwork network = new PyramidNetwork(DetectorNetworkOptions.defaults());

        assertThat(network.initial(1, cpu()).trainableCount()).isEqualTo(291_680);
    }

    @ParameterizedTest(name = "{0}×{1} pixels: ONNX Runtime answers as the trainer does")
    @CsvSource({"64, 64", "96, 160"})
    void exported_inOnnxRuntime_equalsTheTrainersForwardPass(int height, int width) throws OrtException {
        PyramidNetwork network = new PyramidNetwork(SMALL);
        Weights weights = settled(network);
        OnnxGraph graph = network.graph(weights.stateDict("random"));
        float[] picture = picture(new Random(4), height, width);

        assertThat(difference(graph.toBytes(), network, weights, picture, height, width))
                .isLessThan(1e-4);
    }

    @ParameterizedTest(name = "{0}: probabilities, boxes and points within {1}")
    @CsvSource({"FLOAT16, 0.01", "INT8, 0.2"})
    void exported_inFewerBytes_answersNearlyTheSame(WeightPrecision precision, double max) throws OrtException {
        PyramidNetwork network = new PyramidNetwork(SMALL);
        Weights weights = settled(network);
        OnnxGraph graph = network.graph(weights.stateDict("random"));
        float[] picture = picture(new Random(5), 64, 64);
        byte[] small = graph.withWeights(precision).toBytes();

        assertThat(small.length).isLessThan(graph.toBytes().length);
        assertThat(difference(small, network, weights, picture, 64, 64)).isBetween(1e-9, max);
    }

    @Test
    void forward_inBfloat16_isNearlyThatInFloat32() {
        PyramidNetwork network = new PyramidNetwork(SMALL);
        Weights weights = settled(network);
        float[] picture = picture(new Random(6), 64, 64);

        float[] expected = forward(network, weights, picture, 64, 64, true, Arithmetic.FLOAT32);
        float[] answer = forward(network, weights, picture, 64, 64, true, Arithmetic.BFLOAT16);

        double squares = 0;
        double all = 0;
        for (int i = 0; i < expected.length; i++) {
            squares += (expected[i] - answer[i]) * (expected[i] - answer[i]);
            all += expected[i] * expected[i];
        }
        assertThat(Math.sqrt(squares / all)).isBetween(1e-9, .05);
    }

    /// Random weights after BatchNorm has got used to what flows through them.
    private static Weights settled(PyramidNetwork network) {
        Weights weights = network.initial(3, cpu());
        Random random = new Random(3);
        for (int pass = 0; pass < 30; pass++) {
            forward(network, weights, picture(random, 64, 64), 64, 64, true, Arithmetic.FLOAT32);
        }
        return weights;
    }

    private static float[] forward(
            PyramidNetwork network,
            Weights weights,
            float[] picture,
            int height,
            int width,
            boolean training,
            Arithmetic arithmetic) {
        try (PointerScope _ = new PointerScope();
                AutoGradMode _ = new AutoGradMode(false)) {
            Tensor input = Tensor.create(picture, 1, 3, height, width).contiguous(torch.MemoryFormat.ChannelsLast);
            return PyTorch.floats(network.forward(weights, input, training, arithmetic));
        }
    }

    /// The greatest difference between a model's answer and the network's, over all twelve tensors.
    private static double difference(
            byte[] model, PyramidNetwork network, Weights weights, float[] picture, int height, int width)
            throws OrtException {
        float[] expected = forward(network, weights, picture, height, width, false, Arithmetic.FLOAT32);
        double max = 0;
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(model, options);
                    OnnxTensor tensor = OnnxTensor.createTensor(
                            environment, FloatBuffer.wrap(picture), new long[] {1, 3, height, width});
                    OrtSession.Result result = session.run(Map.of("input", tensor))) {
                int first = 0;
                for (int stride : PyramidDetector.STRIDES) {
                    int count = (width / stride) * (height / stride);
                    int at = 0;
                    for (String name : new String[] {"cls_", "obj_", "bbox_", "kps_"}) {
                        float[][] rows = ((float[][][])
                                        result.get(name + stride).orElseThrow().getValue())
                                [0];
                        assertThat(rows).hasDimensions(count, at < 2 ? 1 : at == 2 ? 4 : 10);
                        for (int cell = 0; cell < count; cell++) {
                            for (int i = 0; i < rows[cell].length; i++) {
                                double said = expected[(first + cell) * PyramidDetector.CELL_NUMBERS + at + i];
                                double wanted = at < 2 ? 1 / (1 + Math.exp(-said)) : said;
                                max = Math.max(max, Math.abs(rows[cell][i] - wanted));
                            }
                        }
                        at += rows[0].length;
                    }
                    first += count;
                }
            }
        }
        return max;
    }

    /// Smooth patterns with some noise.
    private static float[] picture(Random random, int height, int width) {
        float[] values = new float[3 * height * width];
        for (int plane = 0; plane < 3; plane++) {
            double right = random.nextDouble(.02, .3);
            double down = random.nextDouble(.02, .3);
            for (int i = 0; i < height * width; i++) {
                int row = i / width;
                double wave = Math.sin(right * (i % width) + down * row);
                values[plane * height * width + i] = (float) (.5 + .3 * wave + .05 * random.nextGaussian());
            }
        }
        return values;
    }

    private static org.bytedeco.pytorch.Device cpu() {
        return PyTorch.device(new Device.Cpu());
    }
}
