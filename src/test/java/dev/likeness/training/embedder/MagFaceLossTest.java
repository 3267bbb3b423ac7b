package dev.likeness.training.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.training.detector.Natives;
import dev.likeness.training.torch.PyTorch;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Values and gradients in float64 against finite differences and against [PlainMagFace].
class MagFaceLossTest {
    private static final int FACES = 6;
    private static final int CLASSES = 9;
    private static final int DIMENSION = 5;

    @BeforeEach
    void natives() {
        Natives.require();
    }

    static Stream<Arguments> losses() {
        LossOptions hard = new LossOptions(MarginKind.ARC, 64, 10, 110, .45, .8, 35, false);
        return Stream.of(
                        Arguments.of("MagFace", LossOptions.magFace()),
                        Arguments.of("MagFace, not easy", hard),
                        Arguments.of(
                                "MagFace, scale 8", new LossOptions(MarginKind.ARC, 8, 10, 110, .45, .8, 35, false)),
                        Arguments.of("Mag-CosFace", LossOptions.magCosFace()),
                        Arguments.of("ArcFace", LossOptions.arcFace()),
                        Arguments.of("CosFace", LossOptions.cosFace()))
                .flatMap(loss -> Stream.of(1, 2, 3).map(seed -> Arguments.of(loss.get()[0], loss.get()[1], seed)));
    }

    @ParameterizedTest(name = "{0}, seed {2}")
    @MethodSource("losses")
    void gradients_equalThePlainComputation(String name, LossOptions options, int seed) {
        Batch batch = Batch.random(seed);

        Result result = torch(options, batch);

        PlainMagFace.Gradient expected = new PlainMagFace(options).of(batch.features, batch.classes, batch.labels);
        assertThat(result.value).isCloseTo(expected.value(), within(1e-9 * Math.abs(expected.value())));
        assertClose(result.features, expected.features());
        assertClose(result.classes, expected.classes());
    }

    @ParameterizedTest(name = "{0}, seed {2}")
    @MethodSource("losses")
    void gradients_equalFiniteDifferences(String name, LossOptions options, int seed) {
        Batch batch = Batch.random(seed);

        Result result = torch(options, batch);

        assertClose(result.features, differences(options, batch, batch.features));
        assertClose(result.classes, differences(options, batch, batch.classes));
    }

    /// The published a*(θ), by following the gradient of each magnitude to where it vanishes.
    @Test
    void optimum_ofSevenAngles_isThePublishedOne() {
        double[] degrees = {25, 30, 35, 40, 45, 50, 55};
        double[] published = {109.8, 101.7, 83.6, 63.4, 43.2, 24.8, 13.4};
        // Face i lies on axis 2i and its class in the plane of 2i and 2i + 1; all other classes, to make 85,741, on
        // the last axis: every cosine but a face's own is 0.
        int faces = degrees.length;
        int last = 2 * faces;
        double[][] classes = new double[85_742][];
        Arrays.fill(classes, axis(last, last + 1, 1));
        double[] low = new double[faces];
        double[] high = new double[faces];
        for (int i = 0; i < faces; i++) {
            classes[i] = axis(2 * i, last + 1, Math.cos(Math.toRadians(degrees[i])));
            classes[i][2 * i + 1] = Math.sin(Math.toRadians(degrees[i]));
            low[i] = 10;
            high[i] = 110;
        }
        for (int step = 0; step < 12; step++) {
            double[][] features = new double[faces][];
            for (int i = 0; i < faces; i++) {
                features[i] = axis(2 * i, last + 1, (low[i] + high[i]) / 2);
            }
            double[][] gradient = torch(
                            LossOptions.magFace(), new Batch(features, classes, new int[] {0, 1, 2, 3, 4, 5, 6}))
                    .features;
            for (int i = 0; i < faces; i++) {
                if (gradient[i][2 * i] > 0) {
                    high[i] = (low[i] + high[i]) / 2;
                } else {
                    low[i] = (low[i] + high[i]) / 2;
                }
            }
        }
        assertThat(low).containsExactly(published, within(.07));
    }

    private static double[] axis(int axis, int dimension, double length) {
        double[] vector = new double[dimension];
        vector[axis] = length;
        return vector;
    }

    @Test
    void gradients_whereFeatureAndClassCoincide_areFinite() {
        double[][] classes = {{1, 0, 0}, {-1, 0, 0}, {0, 1, 0}};
        Batch batch = new Batch(new double[][] {{30, 0, 0}, {-40, 0, 0}, {0, 0, 0}}, classes, new int[] {0, 0, 1});
        for (LossOptions options : new LossOptions[] {
            LossOptions.magFace(), new LossOptions(MarginKind.ARC, 64, 10, 110, .45, .8, 35, false)
        }) {
            Result result = torch(options, batch);

            assertThat(result.value).isFinite();
            assertThat(Arrays.stream(result.features).flatMapToDouble(Arrays::stream))
                    .allMatch(Double::isFinite);
            assertThat(Arrays.stream(result.classes).flatMapToDouble(Arrays::stream))
                    .allMatch(Double::isFinite);
        }
    }

    @Test
    void magnitude_outsideItsBounds_hasNoGradient() {
        double[][] classes = {{1, .2, 0}, {0, 1, 0}};
        Batch batch = new Batch(new double[][] {{2, 0, 0}, {300, 0, 0}}, classes, new int[] {0, 0});

        Result result = torch(LossOptions.magFace(), batch);

        assertThat(result.features[0][0]).isCloseTo(0, within(1e-12));
        assertThat(result.features[1][0]).isCloseTo(0, within(1e-12));
    }

    /// @param labels one for each feature
    @SuppressWarnings("ArrayRecordComponent") // only read
    private record Batch(double[][] features, double[][] classes, int[] labels) {
        /// Faces of which some lie below, some above and most within the bounds of the magnitude, at
        /// angles of all kinds to their class.
        static Batch random(int seed) {
            Random random = new Random(seed);
            double[][] classes = gaussian(random, CLASSES);
            double[][] features = new double[FACES][DIMENSION];
            int[] labels = new int[FACES];
            for (int i = 0; i < FACES; i++) {
                labels[i] = random.nextInt(CLASSES);
                double[] noise = gaussian(random, 1)[0];
                double toward = random.nextDouble(-1, 4);
                double sum = 0;
                for (int k = 0; k < DIMENSION; k++) {
                    features[i][k] = noise[k] + toward * classes[labels[i]][k];
                    sum += features[i][k] * features[i][k];
                }
                double magnitude = random.nextDouble(5, 130);
                for (int k = 0; k < DIMENSION; k++) {
                    features[i][k] *= magnitude / Math.sqrt(sum);
                }
            }
            return new Batch(features, classes, labels);
        }

        private static double[][] gaussian(Random random, int rows) {
            double[][] values = new double[rows][DIMENSION];
            for (double[] row : values) {
                Arrays.setAll(row, _ -> random.nextGaussian());
            }
            return values;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // only read
    private record Result(double value, double[][] features, double[][] classes) {}

    private static Result torch(LossOptions options, Batch batch) {
        try (PointerScope _ = new PointerScope()) {
            Tensor features = tensor(batch.features).set_requires_grad(true);
            Tensor classes = tensor(batch.classes).set_requires_grad(true);
            Tensor labels =
                    Tensor.create(Arrays.stream(batch.labels).asLongStream().toArray(), batch.labels.length);
            Tensor total =
                    new MagFaceLoss(options).of(features, classes, labels).total();
            assertThat(total.scalar_type().intern()).isEqualTo(torch.ScalarType.Double);
            total.backward();
            return new Result(
                    total.item_double(), rows(features.grad(), batch.features), rows(classes.grad(), batch.classes));
        }
    }

    private static Tensor tensor(double[][] rows) {
        double[] values = new double[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, values, i * rows[0].length, rows[0].length);
        }
        return Tensor.create(values, rows.length, rows[0].length);
    }

    private static double[][] rows(Tensor tensor, double[][] like) {
        double[] values = PyTorch.doubles(tensor);
        double[][] rows = new double[like.length][];
        for (int i = 0; i < like.length; i++) {
            rows[i] = Arrays.copyOfRange(values, i * like[0].length, (i + 1) * like[0].length);
        }
        return rows;
    }

    /// Central differences of fourth order of the tensors' own loss.
    private static double[][] differences(LossOptions options, Batch batch, double[][] variable) {
        double[][] gradient = new double[variable.length][variable[0].length];
        for (int i = 0; i < variable.length; i++) {
            for (int k = 0; k < variable[0].length; k++) {
                double original = variable[i][k];
                double h = 1e-4 * Math.max(1, Math.abs(original));
                double[] values = new double[4];
                double[] offsets = {-2, -1, 1, 2};
                for (int o = 0; o < 4; o++) {
                    variable[i][k] = original + offsets[o] * h;
                    values[o] = torch(options, batch).value;
                }
                variable[i][k] = original;
                gradient[i][k] = (values[0] - 8 * values[1] + 8 * values[2] - values[3]) / (12 * h);
            }
        }
        return gradient;
    }

    /// A relative 1e-6, relative to the greatest component where one is much smaller than it.
    private static void assertClose(double[][] actual, double[][] expected) {
        double greatest = Arrays.stream(expected)
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElseThrow();
        for (int i = 0; i < expected.length; i++) {
            for (int k = 0; k < expected[i].length; k++) {
                double scale = Math.max(Math.abs(expected[i][k]), 1e-2 * greatest);
                assertThat(actual[i][k]).as("component %d, %d", i, k).isCloseTo(expected[i][k], within(1e-6 * scale));
            }
        }
    }
}
