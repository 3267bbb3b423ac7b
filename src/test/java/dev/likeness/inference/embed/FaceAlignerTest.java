package dev.likeness.inference.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.face.Box;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Landmarks;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Point;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.TestPhotos;
import dev.likeness.inference.embed.FaceAligner.SimilarityTransform;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FaceAlignerTest {
    private static final Offset<Double> NEARLY = within(1e-5);

    private static final Landmarks TEMPLATE = new Landmarks(
            new Point(38.2946f, 51.6963f),
            new Point(73.5318f, 51.5014f),
            new Point(56.0252f, 71.7366f),
            new Point(41.5493f, 92.3655f),
            new Point(70.7299f, 92.2041f));

    @Test
    void fit_shiftedAndTwiceAsLarge_isHalfAndShiftedBack() {
        Landmarks face = moved(TEMPLATE, p -> new Point(2 * p.x() + 10, 2 * p.y() - 4));

        SimilarityTransform fit = SimilarityTransform.fit(face, TEMPLATE);

        assertThat(fit.re()).isCloseTo(0.5, NEARLY);
        assertThat(fit.im()).isCloseTo(0, NEARLY);
        assertThat(fit.shiftX()).isCloseTo(-5, within(1e-4));
        assertThat(fit.shiftY()).isCloseTo(2, within(1e-4));
    }

    @Test
    void fit_turnedByAQuarter_turnsBack() {
        // (x, y) → (−y, x): a quarter clockwise as seen on a screen, where y grows downwards
        Landmarks face = moved(TEMPLATE, p -> new Point(-p.y(), p.x()));

        SimilarityTransform fit = SimilarityTransform.fit(face, TEMPLATE);

        assertThat(fit.re()).isCloseTo(0, NEARLY);
        assertThat(fit.im()).isCloseTo(-1, NEARLY);
    }

    @Test
    void fit_mirroredFace_turnsAndScalesButNeverMirrors() {
        // The best map of all would be the mirror x → 112 − x with no error. A similarity has to keep the left-hand
        // side left: the eyes, swapped, pull against the mouth and shrink the map.
        Landmarks mirrored = moved(TEMPLATE, p -> new Point(112 - p.x(), p.y()));

        SimilarityTransform fit = SimilarityTransform.fit(mirrored, TEMPLATE);

        assertThat(fit.scale()).isLessThan(0.5);
        assertLeastSquares(fit, mirrored);
    }

    @Test
    @DisplayName("fit_anyPoints_isTheLeastSquaresOptimum, seeds 0 to 49")
    void fit_anyPoints_isTheLeastSquaresOptimum() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            Landmarks face = moved(TEMPLATE, _ -> new Point(random.nextFloat() * 500, random.nextFloat() * 500));

            assertLeastSquares(SimilarityTransform.fit(face, TEMPLATE), face);
        }
    }

    @Test
    void inverse_undoesTheMap() {
        SimilarityTransform map = new SimilarityTransform(0.3, -0.4, 7, -2);

        double x = map.x(11, 5);
        double y = map.y(11, 5);

        assertThat(map.inverse().x(x, y)).isCloseTo(11, NEARLY);
        assertThat(map.inverse().y(x, y)).isCloseTo(5, NEARLY);
    }

    @Test
    void align_faceThatLiesAsTheTemplate_isThatPartOfTheImage() {
        RgbImage image = TestPhotos.noise(150, 140, 1);
        Landmarks face = moved(TEMPLATE, p -> new Point(p.x() + 20, p.y() + 10));

        RgbImage crop = FaceAligner.align(image, face);

        assertThat(crop.rgb()).isEqualTo(TestPhotos.cut(image, 20, 10, 112, 112).rgb());
    }

    @Test
    void align_faceHalfAPixelToTheRight_averagesNeighbours() {
        RgbImage image = TestPhotos.noise(150, 140, 2);
        Landmarks face = moved(TEMPLATE, p -> new Point(p.x() + 20.5f, p.y() + 10));

        RgbImage crop = FaceAligner.align(image, face);

        int left = image.rgb()[3 * (10 * 150 + 20)] & 0xff;
        int right = image.rgb()[3 * (10 * 150 + 21)] & 0xff;
        assertThat(crop.rgb()[0] & 0xff).isCloseTo((left + right) / 2, within(1));
    }

    @Test
    void align_faceAtTheImagesCorner_isBlackOutside() {
        //     ┌───────────┐ crop
        //     │ black     │
        //     │    ┌──────┼── image, all white
        //     │    │      │
        RgbImage image = TestPhotos.plain(150, 140, 255, 255, 255);
        Landmarks face = moved(TEMPLATE, p -> new Point(p.x() - 30, p.y() - 20));

        RgbImage crop = FaceAligner.align(image, face);

        assertThat(red(crop, 28, 60)).isZero();
        assertThat(red(crop, 31, 60)).isEqualTo(255);
        assertThat(red(crop, 60, 18)).isZero();
        assertThat(red(crop, 60, 21)).isEqualTo(255);
    }

    @Test
    void scale_faceThreeTimesTheTemplate_isAThird() {
        assertThat(FaceAligner.scale(TEMPLATE.scaled(3))).isCloseTo(1 / 3.0, NEARLY);
    }

    @Test
    void align_allPointsInOnePlace_isRefused() {
        Landmarks point = moved(TEMPLATE, _ -> new Point(5, 5));

        assertThatThrownBy(() -> FaceAligner.align(TestPhotos.plain(20, 20, 0, 0, 0), point))
                .isInstanceOf(LikenessException.class)
                .hasMessage("landmarks must be finite and fit a face, got: " + point)
                .extracting(e -> ((LikenessException) e).code())
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void align_notANumber_isRefused() {
        Landmarks broken = moved(TEMPLATE, p -> new Point(Float.NaN, p.y()));

        assertThatThrownBy(() -> FaceAligner.scale(broken)).isInstanceOf(LikenessException.class);
    }

    @Test
    void fits_pointsOfTheBoxesFace_areAFacesAndOthersNot() {
        Box box = new Box(20, 20, 92, 112);

        assertThat(FaceAligner.isConsistent(TEMPLATE, box)).isTrue();
        assertThat(FaceAligner.isConsistent(moved(TEMPLATE, _ -> new Point(50, 60)), box))
                .isFalse();
        assertThat(FaceAligner.isConsistent(TEMPLATE.scaled(0.1f), box)).isFalse();
    }

    /// No small change of a parameter may bring the points nearer.
    private static void assertLeastSquares(SimilarityTransform fit, Landmarks from) {
        double best = error(fit, from);
        for (double step : new double[] {-1e-3, 1e-3}) {
            assertThat(error(new SimilarityTransform(fit.re() + step, fit.im(), fit.shiftX(), fit.shiftY()), from))
                    .isGreaterThan(best);
            assertThat(error(new SimilarityTransform(fit.re(), fit.im() + step, fit.shiftX(), fit.shiftY()), from))
                    .isGreaterThan(best);
            assertThat(error(new SimilarityTransform(fit.re(), fit.im(), fit.shiftX() + step, fit.shiftY()), from))
                    .isGreaterThan(best);
            assertThat(error(new SimilarityTransform(fit.re(), fit.im(), fit.shiftX(), fit.shiftY() + step), from))
                    .isGreaterThan(best);
        }
    }

    private static double error(SimilarityTransform map, Landmarks from) {
        double sum = 0;
        for (int i = 0; i < 5; i++) {
            Point point = from.points().get(i);
            Point target = TEMPLATE.points().get(i);
            double x = map.x(point.x(), point.y()) - target.x();
            double y = map.y(point.x(), point.y()) - target.y();
            sum += x * x + y * y;
        }
        return sum;
    }

    private static int red(RgbImage image, int x, int y) {
        return image.rgb()[3 * (y * image.width() + x)] & 0xff;
    }

    private static Landmarks moved(Landmarks landmarks, UnaryOperator<Point> map) {
        return new Landmarks(
                map.apply(landmarks.leftEye()),
                map.apply(landmarks.rightEye()),
                map.apply(landmarks.nose()),
                map.apply(landmarks.leftMouth()),
                map.apply(landmarks.rightMouth()));
    }
}
