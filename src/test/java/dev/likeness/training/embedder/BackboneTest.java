package dev.likeness.training.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.likeness.inference.runtime.Device;
import dev.likeness.onnx.graph.OnnxGraph;
import dev.likeness.onnx.graph.WeightPrecision;
import dev.likeness.training.detector.Natives;
import dev.likeness.training.torch.Arithmetic;
import dev.likeness.training.torch.PyTorch;
import dev.likeness.training.torch.Weights;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BackboneTest {
    private static final int SIDE = 112;

    @BeforeEach
    void natives() {
        Natives.require();
        PyTorch.useThreads(1);
    }

    @ParameterizedTest(name = "{0} has {1} learned numbers")
    @CsvSource({"IRESNET18, 24025600", "IRESNET50, 43590848", "IRESNET100, 65156160"})
    void learnedNumbers_atThePublishedSize_areAsManyAsPublished(Architecture architecture, long expected) {
        Backbone backbone = new Backbone(new BackboneOptions(architecture, 64, 512, .4));

        assertThat(backbone.initial(1, cpu()).trainableCount()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}, width 8, seed 3: ONNX Runtime answers as the trainer does")
    @EnumSource(Architecture.class)
    void exported_inOnnxRuntime_equalsTheTrainersForwardPass(Architecture architecture) throws OrtException {
        Backbone backbone = new Backbone(new BackboneOptions(architecture, 8, 32, .4));
        Weights weights = settled(backbone, 3);
        OnnxGraph graph = backbone.graph(weights.stateDict("random"));
        for (int batch : new int[] {1, 3}) {
            float[] faces = faces(new Random(4), batch);

            float[][] answer = onnxRuntime(graph.toBytes(), faces, batch);

            float[] expected = forward(backbone, weights, faces, batch, Arithmetic.FLOAT32);
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) answer[i / 32][i % 32]).isCloseTo(expected[i], within(1e-4));
            }
        }
    }

    @ParameterizedTest(name = "{0} in {1}: cosine at least {2}, magnitude within {3} of its own")
    @CsvSource({
        "MOBILEFACENET, FLOAT16, 0.9999, 0.002",
        "MOBILEFACENET, INT8, 0.98, 0.05",
        "IRESNET18, FLOAT16, 0.99999, 0.002",
        "IRESNET18, INT8, 0.995, 0.05",
    })
    void compressed_losesLittle(
            Architecture architecture, WeightPrecision precision, double leastCosine, double largestChange)
            throws OrtException {
        Backbone backbone = new Backbone(new BackboneOptions(architecture, 16, 64, .4));
        OnnxGraph graph = backbone.graph(settled(backbone, 5).stateDict("random"));
        float[] faces = faces(new Random(6), 4);

        float[][] whole = onnxRuntime(graph.toBytes(), faces, 4);
        float[][] compressed = onnxRuntime(graph.withWeights(precision).toBytes(), faces, 4);

        for (int face = 0; face < 4; face++) {
            double dot = 0;
            double before = 0;
            double after = 0;
            for (int i = 0; i < whole[face].length; i++) {
                dot += (double) whole[face][i] * compressed[face][i];
                before += (double) whole[face][i] * whole[face][i];
                after += (double) compressed[face][i] * compressed[face][i];
            }
            assertThat(dot / Math.sqrt(before * after)).isGreaterThanOrEqualTo(leastCosine);
            assertThat(Math.sqrt(after / before)).isCloseTo(1, within(largestChange));
        }
    }

    @ParameterizedTest(name = "{0}, width 8, seed 7: vectors point within 8 degrees of those in float32")
    @EnumSource(Architecture.class)
    void computedInBfloat16_pointsWhereFloat32Points(Architecture architecture) {
        Backbone backbone = new Backbone(new BackboneOptions(architecture, 8, 32, .4));
        Weights weights = settled(backbone, 7);
        float[] faces = faces(new Random(8), 2);

        float[] exact = forward(backbone, weights, faces, 2, Arithmetic.FLOAT32);
        float[] coarse = forward(backbone, weights, faces, 2, Arithmetic.BFLOAT16);

        for (int face = 0; face < 2; face++) {
            float[] expected = Arrays.copyOfRange(exact, face * 32, (face + 1) * 32);
            float[] actual = Arrays.copyOfRange(coarse, face * 32, (face + 1) * 32);
            assertThat(cosine(expected, actual)).isGreaterThan(.99);
        }
    }

    private static double cosine(float[] one, float[] other) {
        double dot = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i < one.length; i++) {
            dot += (double) one[i] * other[i];
            first += (double) one[i] * one[i];
            second += (double) other[i] * other[i];
        }
        return dot / Math.sqrt(first * second);
    }

    /// Random weights after BatchNorm has got used to what flows through them.
    private static Weights settled(Backbone backbone, long seed) {
        Weights weights = backbone.initial(seed, cpu());
        Random random = new Random(seed);
        for (int pass = 0; pass < 30; pass++) {
            try (PointerScope _ = new PointerScope();
                    AutoGradMode _ = new AutoGradMode(false)) {
                Tensor faces = Tensor.create(faces(random, 8), 8, 3, SIDE, SIDE);
                backbone.forward(weights, faces.contiguous(torch.MemoryFormat.ChannelsLast), true, Arithmetic.FLOAT32);
            }
        }
        return weights;
    }

    private static float[] forward(
            Backbone backbone, Weights weights, float[] faces, int batch, Arithmetic arithmetic) {
        try (PointerScope _ = new PointerScope();
                AutoGradMode _ = new AutoGradMode(false)) {
            return PyTorch.floats(
                    backbone.forward(weights, Tensor.create(faces, batch, 3, SIDE, SIDE), false, arithmetic));
        }
    }

    /// Smooth pictures and not noise: in noise every face is the same to a network that sees averages.
    private static float[] faces(Random random, int count) {
        float[] values = new float[count * 3 * SIDE * SIDE];
        for (int plane = 0; plane < count * 3; plane++) {
            double right = random.nextDouble(.02, .3);
            double down = random.nextDouble(.02, .3);
            double level = random.nextDouble(.2, .8);
            for (int i = 0; i < SIDE * SIDE; i++) {
                int row = i / SIDE;
                double wave = Math.sin(right * (i % SIDE) + down * row);
                values[plane * SIDE * SIDE + i] = (float) (level + .2 * wave);
            }
        }
        return values;
    }

    private static float[][] onnxRuntime(byte[] model, float[] faces, int count) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(model, options);
                    OnnxTensor tensor = OnnxTensor.createTensor(
                            environment, FloatBuffer.wrap(faces), new long[] {count, 3, SIDE, SIDE});
                    OrtSession.Result result = session.run(Map.of("input", tensor))) {
                return (float[][]) result.get(0).getValue();
            }
        }
    }

    private static org.bytedeco.pytorch.Device cpu() {
        return PyTorch.device(new Device.Cpu());
    }
}
