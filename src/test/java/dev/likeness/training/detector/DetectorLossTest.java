package dev.likeness.training.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.face.Detection;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.detect.CellDetector;
import dev.likeness.training.torch.PyTorch;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DetectorLossTest {
    private static final int SIDE = 64;
    private static final int CELLS = 84;
    private static final int NUMBERS = CELLS * CellDetector.CELL_NUMBERS;

    /// The cell of the third row and third column of the finest level, in which a face's centre lies.
    private static final int CELL = 27;

    private static final Detection FACE = MadeUpFaces.detection(19, 19, 18, 18);

    @BeforeEach
    void natives() {
        Natives.require();
    }

    @Test
    void eiou_ofABoxHalfACellAside_isWhatIsWorkedOutByHand() {
        // Unit squares half a side apart: IoU 1/3; the box around both is 1.5 × 1.
        Tensor said = Tensor.create(new double[] {0, 0, 0, 0}, 1, 4);
        Tensor wanted = Tensor.create(new double[] {.5, 0, 0, 0}, 1, 4);

        assertThat(DetectorLoss.eiou(said, wanted).item_double())
                .isCloseTo(1 - 1 / 3.0 + .25 / (1.5 * 1.5 + 1), within(1e-12));
    }

    @Test
    void eiou_ofABoxTwiceAsWide_countsTheWidthToo() {
        Tensor said = Tensor.create(new double[] {0, 0, Math.log(2), 0}, 1, 4);
        Tensor wanted = Tensor.create(new double[] {0, 0, 0, 0}, 1, 4);

        assertThat(DetectorLoss.eiou(said, wanted).item_double()).isCloseTo(.5 + 1 / 4.0, within(1e-12));
    }

    @Test
    void of_aStudentThatSaysWhatItsTeacherSays_isZero() {
        Random random = new Random(5);
        float[] taught = new float[NUMBERS];
        double[] said = new double[NUMBERS];
        for (int at = 0; at < NUMBERS; at++) {
            boolean isProbability = at % CellDetector.CELL_NUMBERS < DetectorLoss.BOX;
            taught[at] = (float) (isProbability ? random.nextDouble(.05, .95) : random.nextDouble(-1, 1));
            said[at] = isProbability ? Math.log(taught[at] / (1.0 - taught[at])) : taught[at];
        }

        DetectorLoss.BatchLoss value = loss(said, taught);

        assertThat(value.value()).isCloseTo(0, within(1e-4));
        assertThat(value.overlap()).isCloseTo(1, within(1e-5));
        assertThat(value.points()).isCloseTo(0, within(1e-6));
    }

    @Test
    void of_aStudentThatKnowsNothing_isWhatIsWorkedOutByHand() {
        DetectorLoss.BatchLoss value = loss(new double[NUMBERS], taught(FACE));

        // 84 cells at one half each; the one that sees a face is one of weight 1.
        assertThat(value.cells()).isEqualTo(1);
        assertThat(value.object()).isCloseTo(84 * Math.log(2), within(1e-5));
        assertThat(value.classification()).isCloseTo(Math.log(2), within(1e-6));
    }

    @Test
    void of_pointsATenthOfTheFaceAside_areWeighedInItsOwnSize() {
        double near = pointsLoss(MadeUpFaces.detection(19, 19, 10, 10), 1);
        double far = pointsLoss(MadeUpFaces.detection(19, 19, 20, 20), 2);

        // |d| − 0.01 of a coordinate, of which only one in two is off.
        assertThat(near).isCloseTo(.5 * (.1 - .01), within(1e-6));
        assertThat(far).isCloseTo(near, within(1e-6));
    }

    /// What points cost that lie so many pixels to the right.
    private static double pointsLoss(Detection face, double right) {
        float[] taught = taught(face);
        double[] said = new double[NUMBERS];
        int at = CELL * CellDetector.CELL_NUMBERS;
        for (int i = DetectorLoss.POINTS; i < CellDetector.CELL_NUMBERS; i++) {
            said[at + i] = taught[at + i] + (i % 2 == 0 ? right / 8 : 0);
        }
        return new DetectorLoss(new DetectorLossOptions(1, 1))
                        .of(tensor(said), List.of(sample(taught)))
                        .value()
                - new DetectorLoss(new DetectorLossOptions(1, 0))
                        .of(tensor(said), List.of(sample(taught)))
                        .value();
    }

    @Test
    void of_aCellTheTeacherIsHalfSureOf_weighsWithTheSquareOfItsScore() {
        float[] taught = taught(FACE);
        double[] said = new double[NUMBERS];
        double sure = overlap(said, taught);
        int other = (CELL + 1) * CellDetector.CELL_NUMBERS;
        System.arraycopy(taught, CELL * CellDetector.CELL_NUMBERS, taught, other, CellDetector.CELL_NUMBERS);
        taught[other + DetectorLoss.OBJECT] = .5f;
        for (int i = DetectorLoss.BOX; i < DetectorLoss.POINTS; i++) {
            said[other + i] = taught[other + i];
        }

        // One of the two is wholly right.
        assertThat(overlap(said, taught)).isCloseTo((sure + .5) / 1.5, within(1e-6));
    }

    private static double overlap(double[] said, float[] taught) {
        return loss(said, taught).overlap();
    }

    @Test
    void of_aPictureWithoutFaces_isTheMeanOfNothingButSilence() {
        DetectorLoss.BatchLoss value = loss(new double[NUMBERS], new float[NUMBERS]);

        assertThat(value.value()).isCloseTo(84 * Math.log(2), within(1e-5));
        assertThat(value.overlap()).isNaN();
        assertThat(value.cells()).isZero();
    }

    @Test
    void of_randomAnswers_hasTheGradientOfFiniteDifferences() {
        Random random = new Random(3);
        double[] said = random.doubles(NUMBERS, -.7, .7).toArray();
        float[] taught = taught(FACE);
        taught[DetectorLoss.CLASS] = .8f;
        taught[DetectorLoss.OBJECT] = .3f;
        DetectorLoss loss = new DetectorLoss(new DetectorLossOptions(3, 5));
        double[] gradient;
        try (PointerScope _ = new PointerScope()) {
            Tensor predictions = tensor(said);
            predictions.set_requires_grad(true);
            loss.of(predictions, List.of(sample(taught))).total().backward();
            gradient = PyTorch.doubles(predictions.mutable_grad());
        }
        double step = 1e-6;
        for (int i = 0; i < NUMBERS; i++) {
            int cell = i / CellDetector.CELL_NUMBERS;
            if (cell != CELL && cell != 0 && i % 37 != 0) {
                continue;
            }
            double[] more = said.clone();
            more[i] += step;
            double[] less = said.clone();
            less[i] -= step;
            double expected = (loss.of(tensor(more), List.of(sample(taught))).value()
                            - loss.of(tensor(less), List.of(sample(taught))).value())
                    / (2 * step);
            assertThat(gradient[i]).isCloseTo(expected, within(1e-6));
        }
    }

    private static float[] taught(Detection face) {
        return MadeUpFaces.cells(SIDE, SIDE, List.of(face));
    }

    private static DetectorLoss.BatchLoss loss(double[] said, float[] taught) {
        return new DetectorLoss(DetectorLossOptions.defaults()).of(tensor(said), List.of(sample(taught)));
    }

    private static DetectorBatch.Sample sample(float[] taught) {
        return new DetectorBatch.Sample(new RgbImage(SIDE, SIDE, new byte[3 * SIDE * SIDE]), taught);
    }

    private static Tensor tensor(double[] values) {
        return Tensor.create(values, 1, CELLS, CellDetector.CELL_NUMBERS).to(torch.ScalarType.Double);
    }
}
