package dev.likeness.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.face.Detection;
import dev.likeness.image.RgbImage;
import dev.likeness.onnx.PyramidDetector;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DetectorLossTest {
    private static final int SIDE = 64;
    private static final Cells CELLS = new Cells(SIDE, SIDE);
    private static final int NUMBERS = 84 * PyramidDetector.CELL_NUMBERS;
    private static final int CELL = 27;

    @BeforeEach
    void natives() {
        Natives.require();
    }

    @Test
    void eiou_ofABoxHalfACellAside_isWhatIsWorkedOutByHand() {
        // Unit squares half a side apart: IoU 1/3; the box around both is 1.5 × 1.
        Tensor said = Tensor.create(new double[] {0, 0, 0, 0}, 1, 4);
        Tensor wanted = Tensor.create(new double[] {.5, 0, 1, 1}, 1, 4);

        assertThat(DetectorLoss.eiou(said, wanted).item_double())
                .isCloseTo(1 - 1 / 3.0 + .25 / (1.5 * 1.5 + 1), within(1e-12));
    }

    @Test
    void eiou_ofABoxTwiceAsWide_countsTheWidthToo() {
        Tensor said = Tensor.create(new double[] {0, 0, Math.log(2), 0}, 1, 4);
        Tensor wanted = Tensor.create(new double[] {0, 0, 1, 1}, 1, 4);

        assertThat(DetectorLoss.eiou(said, wanted).item_double()).isCloseTo(.5 + 1 / 4.0, within(1e-12));
    }

    @Test
    void of_aCellThatSaysItsFaceExactly_isOnlyTheCrossEntropies() {
        Detection face = MadeUpFaces.detection(19, 19, 10, 10);
        double[] said = new double[NUMBERS];
        int at = CELL * PyramidDetector.CELL_NUMBERS;
        said[at + DetectorLoss.CLASS] = 2;
        said[at + DetectorLoss.BOX] = 0;
        said[at + DetectorLoss.BOX + 2] = Math.log(10 / 8.0);
        said[at + DetectorLoss.BOX + 3] = Math.log(10 / 8.0);
        for (int i = 0; i < 5; i++) {
            said[at + DetectorLoss.POINTS + 2 * i] =
                    face.landmarks().points().get(i).x() / 8.0 - 3;
            said[at + DetectorLoss.POINTS + 2 * i + 1] =
                    face.landmarks().points().get(i).y() / 8.0 - 3;
        }
        CellAssignment assignment = assigned(CELL, .9f);

        DetectorLoss.Value value = loss(said, face, assignment);

        // 84 cells at one half each; class: ln(1 + e²) − 2 · 0.9.
        assertThat(value.object()).isCloseTo(84 * Math.log(2), within(1e-9));
        assertThat(value.classification()).isCloseTo(Math.log1p(Math.exp(2)) - 1.8, within(1e-6));
        assertThat(value.points()).isCloseTo(0, within(1e-6));
        assertThat(value.value()).isCloseTo(value.object() + value.classification(), within(1e-5));
        assertThat(value.cells()).isEqualTo(1);
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
        double[] said = new double[NUMBERS];
        int at = CELL * PyramidDetector.CELL_NUMBERS;
        for (int i = 0; i < 5; i++) {
            said[at + DetectorLoss.POINTS + 2 * i] =
                    (face.landmarks().points().get(i).x() + right) / 8.0 - 3;
            said[at + DetectorLoss.POINTS + 2 * i + 1] =
                    face.landmarks().points().get(i).y() / 8.0 - 3;
        }
        double without = new DetectorLoss(new DetectorLossOptions(1, 0))
                .of(tensor(said), List.of(sample(face)), List.of(assigned(CELL, .5f)), CELLS)
                .value();
        return new DetectorLoss(new DetectorLossOptions(1, 1))
                        .of(tensor(said), List.of(sample(face)), List.of(assigned(CELL, .5f)), CELLS)
                        .value()
                - without;
    }

    @Test
    void of_anIgnoredCell_costsNothing() {
        CellAssignment assignment = assigned(CELL, .5f);
        assignment.faces()[3] = CellAssignment.IGNORED;
        double[] said = new double[NUMBERS];
        Detection face = MadeUpFaces.detection(19, 19, 10, 10);
        double before = loss(said, face, assignment).value();
        said[3 * PyramidDetector.CELL_NUMBERS + DetectorLoss.OBJECT] = 8;

        assertThat(loss(said, face, assignment).value()).isEqualTo(before);
    }

    @Test
    void of_aPictureWithoutFaces_isTheMeanOfNothingButSilence() {
        int[] faces = new int[84];
        Arrays.fill(faces, CellAssignment.BACKGROUND);
        DetectorBatch.Sample empty =
                new DetectorBatch.Sample(new RgbImage(SIDE, SIDE, new byte[3 * SIDE * SIDE]), List.of(), List.of());

        DetectorLoss.Value value = new DetectorLoss(DetectorLossOptions.defaults())
                .of(
                        tensor(new double[NUMBERS]),
                        List.of(empty),
                        List.of(new CellAssignment(faces, new float[84])),
                        CELLS);

        assertThat(value.value()).isCloseTo(84 * Math.log(2), within(1e-9));
        assertThat(value.overlap()).isNaN();
    }

    @Test
    void of_randomAnswers_hasTheGradientOfFiniteDifferences() {
        Random random = new Random(3);
        double[] said = random.doubles(NUMBERS, -.7, .7).toArray();
        Detection face = MadeUpFaces.detection(17, 16, 14, 17);
        CellAssignment assignment = assigned(CELL, .4f);
        assignment.faces()[19] = 0;
        assignment.overlaps()[19] = .3f;
        assignment.faces()[70] = CellAssignment.IGNORED;
        DetectorLoss loss = new DetectorLoss(new DetectorLossOptions(3, 5));
        double[] gradient;
        try (PointerScope _ = new PointerScope()) {
            Tensor predictions = tensor(said);
            predictions.set_requires_grad(true);
            loss.of(predictions, List.of(sample(face)), List.of(assignment), CELLS)
                    .total()
                    .backward();
            gradient = PyTorch.doubles(predictions.mutable_grad());
        }
        double step = 1e-6;
        for (int i = 0; i < NUMBERS; i++) {
            int cell = i / PyramidDetector.CELL_NUMBERS;
            if (cell != CELL && cell != 19 && cell != 70 && i % 37 != 0) {
                continue;
            }
            double[] more = said.clone();
            more[i] += step;
            double[] less = said.clone();
            less[i] -= step;
            double expected = (loss.of(tensor(more), List.of(sample(face)), List.of(assignment), CELLS)
                                    .value()
                            - loss.of(tensor(less), List.of(sample(face)), List.of(assignment), CELLS)
                                    .value())
                    / (2 * step);
            assertThat(gradient[i]).isCloseTo(expected, within(1e-6));
        }
    }

    private static DetectorLoss.Value loss(double[] said, Detection face, CellAssignment assignment) {
        return new DetectorLoss(DetectorLossOptions.defaults())
                .of(tensor(said), List.of(sample(face)), List.of(assignment), CELLS);
    }

    private static DetectorBatch.Sample sample(Detection face) {
        return new DetectorBatch.Sample(new RgbImage(SIDE, SIDE, new byte[3 * SIDE * SIDE]), List.of(face), List.of());
    }

    private static CellAssignment assigned(int cell, float overlap) {
        int[] faces = new int[84];
        Arrays.fill(faces, CellAssignment.BACKGROUND);
        float[] overlaps = new float[84];
        faces[cell] = 0;
        overlaps[cell] = overlap;
        return new CellAssignment(faces, overlaps);
    }

    private static Tensor tensor(double[] values) {
        return Tensor.create(values, 1, 84, PyramidDetector.CELL_NUMBERS).to(torch.ScalarType.Double);
    }
}
