package dev.likeness.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.face.Embedding;
import dev.likeness.face.LikenessException;
import dev.likeness.face.UnitVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Made-up faces of 16 dimensions. Degrading moves every face the same way, along the first axis.
class FaceSpaceTest {
    private static final int DIMENSION = 16;

    @Test
    void place_inAPlainSpace_leavesTheFaceAsItIs() {
        Embedding face = Embedding.ofRaw(new float[] {3, 4});

        assertThat(FaceSpace.untransformed(List.of(face)).transform(face)).isSameAs(face);
    }

    @Test
    void place_byAMatrix_isItsProductWithTheRawOutput() {
        FaceSpace space = FaceSpace.of(new float[] {2, 1, 3}, 10, 1, 5);

        Embedding placed = space.transform(Embedding.ofRaw(new float[] {3, 4}));

        assertThat(placed.raw()).containsExactly(new float[] {6, 15}, within(1e-5f));
    }

    @Test
    void adjoint_movesTheTransformToTheOtherSideOfADotProduct() {
        FaceSpace space = FaceSpace.of(new float[] {2, 1, 3}, 10, 1, 5);
        UnitVector placed = UnitVector.normalized(3, 4);
        Embedding face = Embedding.ofRaw(new float[] {5, -1});

        float outside = UnitVector.dot(space.adjoint(placed), face.raw());

        assertThat(outside)
                .isCloseTo(
                        UnitVector.dot(placed.toArray(), space.transform(face).raw()), within(1e-4f));
    }

    @Test
    void adjoint_inAPlainSpace_isTheDirection() {
        UnitVector placed = UnitVector.normalized(3, 4);

        assertThat(FaceSpace.untransformed(List.of(Embedding.ofRaw(new float[] {3, 4})))
                        .adjoint(placed))
                .isEqualTo(placed.toArray());
    }

    @Test
    @DisplayName("a product is the sum along each row, to the last bit (seed 1)")
    void place_byALargeMatrix_isTheSumAlongEachRow() {
        Random random = new Random(1);
        int d = 37;
        float[] matrix = new float[d * (d + 1) / 2];
        float[] raw = new float[d];
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < d; i++) {
            raw[i] = (float) random.nextGaussian();
        }
        Embedding face = Embedding.ofRaw(raw);
        float[] product = new float[d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                product[i] = Math.fma(matrix[i * (i + 1) / 2 + j], face.raw()[j], product[i]);
            }
        }

        assertThat(FaceSpace.of(matrix, 10, 1, 5).transform(face)).isEqualTo(Embedding.ofRaw(product));
    }

    @Test
    @DisplayName("degraded strangers resemble each other less, one person's faces as before (seed 1)")
    void fit_onDegradations_takesAwayWhatTheyShare() {
        List<FaceSpace.Sample> samples = samples(new Random(1));
        List<FaceSpace.Sample> others = samples(new Random(2));

        FaceSpace space = FaceSpace.fit(samples);

        double before = strangers(others, FaceSpace.untransformed(clean(others)));
        double after = strangers(others, space);
        assertThat(before).isGreaterThan(.2);
        assertThat(Math.abs(after)).isLessThan(before / 4);
        assertThat(mates(others, space)).isGreaterThan(mates(others, FaceSpace.untransformed(clean(others))));
    }

    @Test
    void fit_keepsTheScaleOfMagnitudes() {
        List<FaceSpace.Sample> samples = samples(new Random(1));

        assertThat(FaceSpace.fit(samples).medianMagnitude())
                .isCloseTo(FaceSpace.untransformed(clean(samples)).medianMagnitude(), within(1e-3));
    }

    @Test
    @DisplayName("the dimension of directions drawn at random is that of their space (seed 1)")
    void dimension_ofRandomDirections_isTheirs() {
        Random random = new Random(1);
        List<Embedding> faces = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            faces.add(Embedding.ofRaw(noise(random, 1)));
        }

        assertThat(FaceSpace.untransformed(faces).dimension()).isCloseTo(DIMENSION, within(1.0));
    }

    @Test
    void fit_onTooFew_isRefusedWithTheCounts() {
        assertThatThrownBy(() -> FaceSpace.fit(samples(new Random(1)).subList(0, 9)))
                .isInstanceOf(LikenessException.class)
                .hasMessage(
                        "a space of dimension 16 is learned from at least as many pictures and degraded versions, got: 9 and 18");
    }

    @Test
    void fit_onVersionsLikeTheirPictures_isRefused() {
        Embedding face = Embedding.ofRaw(new float[] {1, 0});
        FaceSpace.Sample sample = new FaceSpace.Sample(1, face, List.of(face));

        assertThatThrownBy(() -> FaceSpace.fit(List.of(sample, sample)))
                .isInstanceOf(LikenessException.class)
                .hasMessage("degraded versions of pictures must differ from the pictures, got the same ones");
    }

    @Test
    void of_aMatrixThatIsNoTriangle_isRefused() {
        assertThatThrownBy(() -> FaceSpace.of(new float[] {1, 2}, 10, 1, 5))
                .isInstanceOf(LikenessException.class)
                .hasMessage("a triangular matrix must have d(d + 1)/2 values, got: 2");
        assertThatThrownBy(() -> FaceSpace.of(new float[] {Float.NaN}, 10, 1, 5))
                .isInstanceOf(LikenessException.class)
                .hasMessage("a matrix must hold finite values, got: NaN");
        assertThatThrownBy(() -> FaceSpace.of(null, 10, 0, 5))
                .isInstanceOf(LikenessException.class)
                .hasMessageContaining("must be positive, got: 10.0, 0.0 and 5.0");
    }

    @Test
    void place_ofAnotherDimension_isRefused() {
        assertThatThrownBy(() ->
                        FaceSpace.of(new float[] {2, 1, 3}, 10, 1, 5).transform(Embedding.ofRaw(new float[] {1, 2, 3})))
                .isInstanceOf(LikenessException.class)
                .hasMessage("a face must have the dimension of the space, 2, got: 3");
    }

    /// A hundred people of three pictures, each picture degraded twice.
    private static List<FaceSpace.Sample> samples(Random random) {
        List<FaceSpace.Sample> samples = new ArrayList<>();
        for (int person = 0; person < 100; person++) {
            float[] centre = noise(random, 1);
            for (int picture = 0; picture < 3; picture++) {
                float[] face = plus(centre, noise(random, .3f));
                List<Embedding> degraded = new ArrayList<>();
                for (int version = 0; version < 2; version++) {
                    float[] poor = plus(face, noise(random, .3f));
                    poor[0] += 3;
                    degraded.add(Embedding.ofRaw(poor));
                }
                samples.add(new FaceSpace.Sample(person, Embedding.ofRaw(face), degraded));
            }
        }
        return samples;
    }

    private static List<Embedding> clean(List<FaceSpace.Sample> samples) {
        return samples.stream().map(FaceSpace.Sample::clean).toList();
    }

    /// The mean cosine of degraded faces of two people.
    private static double strangers(List<FaceSpace.Sample> samples, FaceSpace space) {
        double sum = 0;
        for (int i = 0; i + 3 < samples.size(); i++) {
            sum += cosine(
                    samples.get(i).degraded().getFirst(),
                    samples.get(i + 3).degraded().getFirst(),
                    space);
        }
        return sum / (samples.size() - 3);
    }

    /// The mean cosine of degraded faces with their clean ones.
    private static double mates(List<FaceSpace.Sample> samples, FaceSpace space) {
        return samples.stream()
                .mapToDouble(sample -> cosine(sample.clean(), sample.degraded().getFirst(), space))
                .average()
                .orElseThrow();
    }

    private static double cosine(Embedding one, Embedding other, FaceSpace space) {
        return space.transform(one).direction().cosine(space.transform(other).direction());
    }

    private static float[] noise(Random random, float strength) {
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) (strength * random.nextGaussian());
        }
        return vector;
    }

    private static float[] plus(float[] one, float[] other) {
        float[] sum = one.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other[i];
        }
        return sum;
    }
}
