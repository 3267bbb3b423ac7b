package dev.likeness.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.onnx.PyramidDetector;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A picture of 64×64 pixels: 8×8 cells of 8 pixels (0 to 63), 4×4 of 16 (64 to 79), 2×2 of 32 (80 to 83).
class CellAssignmentTest {
    private static final Cells CELLS = new Cells(64, 64);

    @Test
    void cells_ofAPicture_areFinestFirstAndRowByRow() {
        assertThat(CELLS.count()).isEqualTo(84);
        assertThat(List.of(CELLS.column(11), CELLS.row(11), CELLS.stride(11))).containsExactly(3, 1, 8);
        assertThat(List.of(CELLS.column(70), CELLS.row(70), CELLS.stride(70))).containsExactly(2, 1, 16);
        assertThat(CELLS.centreX(83)).isEqualTo(48);
    }

    @Test
    void of_aFaceOverFourCells_givesTheOneThatSaysItBest() {
        // Zeros say: a box of one cell's side around the cell's upper left corner. Four centres lie in
        // the face: (20, 20), (28, 20), (20, 28), (28, 28). The last one's box, from 20 to 28, covers 64 of
        // its 100 pixels; the others' overlaps are 1/163 and twice 8/156, so that the sum is below 2.
        Detection face = MadeUpFaces.detection(19, 19, 10, 10);

        CellAssignment assignment = CellAssignment.of(CELLS, said(), 0, List.of(face), List.of());

        int cell = 3 * 8 + 3;
        assertThat(IntStream.range(0, 84).filter(i -> assignment.faces()[i] >= 0))
                .containsExactly(cell);
        assertThat(assignment.faces()[cell]).isZero();
        assertThat(assignment.overlaps()[cell]).isCloseTo(.64f, within(1e-6f));
    }

    @Test
    void of_aFaceThatAllItsCellsSay_givesItAllOfThem() {
        Detection face = MadeUpFaces.detection(19, 19, 10, 10);
        float[] said = said();
        for (int cell : new int[] {18, 19, 26, 27}) {
            say(said, cell, face.box());
        }

        CellAssignment assignment = CellAssignment.of(CELLS, said, 0, List.of(face), List.of());

        assertThat(IntStream.range(0, 84).filter(i -> assignment.faces()[i] == 0))
                .containsExactly(18, 19, 26, 27);
    }

    @Test
    void of_aLargeFace_leavesTheFinestLevelOut() {
        // 60 pixels are 7.5 cells of 8, 3.75 of 16 and 1.9 of 32.
        Detection face = MadeUpFaces.detection(2, 2, 60, 60);

        CellAssignment assignment = CellAssignment.of(CELLS, said(), 0, List.of(face), List.of());

        assertThat(IntStream.range(0, 84).filter(i -> assignment.faces()[i] == 0))
                .isNotEmpty()
                .allMatch(cell -> cell >= 64 && cell < 80);
    }

    @Test
    void of_aFaceBetweenAllCentres_givesItTheNearestCell() {
        Detection face = MadeUpFaces.detection(6, 5, 4, 4);

        CellAssignment assignment = CellAssignment.of(CELLS, said(), 0, List.of(face), List.of());

        // Its centre, (8, 7), is as far from the centres (4, 4) and (12, 4): the first counts.
        assertThat(IntStream.range(0, 84).filter(i -> assignment.faces()[i] == 0))
                .containsExactly(0);
    }

    @Test
    void of_twoFacesThatWantOneCell_givesItToTheOneItSaysBest() {
        Detection first = MadeUpFaces.detection(19, 19, 10, 10);
        Detection second = MadeUpFaces.detection(20, 20, 9, 9);
        float[] said = said();
        say(said, 27, second.box());

        CellAssignment assignment = CellAssignment.of(CELLS, said, 0, List.of(first, second), List.of());

        assertThat(assignment.faces()[27]).isEqualTo(1);
        assertThat(assignment.overlaps()[27]).isCloseTo(1, within(1e-5f));
    }

    @Test
    void of_aDoubtfulPlace_ignoresItsCellsUnlessAFaceIsSure() {
        Detection face = MadeUpFaces.detection(19, 19, 10, 10);

        CellAssignment assignment =
                CellAssignment.of(CELLS, said(), 0, List.of(face), List.of(new Box(16, 16, 32, 32)));

        assertThat(assignment.faces()[18]).isEqualTo(CellAssignment.IGNORED);
        assertThat(assignment.faces()[27]).isZero();
        assertThat(assignment.faces()[64 + 5]).isEqualTo(CellAssignment.IGNORED);
        assertThat(assignment.faces()[0]).isEqualTo(CellAssignment.BACKGROUND);
    }

    @Test
    void of_theSecondPictureOfABatch_readsItsOwnNumbers() {
        Detection face = MadeUpFaces.detection(19, 19, 10, 10);
        float[] both = new float[2 * 84 * PyramidDetector.CELL_NUMBERS];
        float[] second = said();
        say(second, 18, face.box());
        System.arraycopy(second, 0, both, second.length, second.length);

        CellAssignment assignment = CellAssignment.of(CELLS, both, second.length, List.of(face), List.of());

        assertThat(assignment.overlaps()[18]).isCloseTo(1, within(1e-5f));
    }

    private static float[] said() {
        return new float[84 * PyramidDetector.CELL_NUMBERS];
    }

    /// Lets a cell say a box.
    private static void say(float[] said, int cell, Box box) {
        int at = cell * PyramidDetector.CELL_NUMBERS + DetectorLoss.BOX;
        float stride = CELLS.stride(cell);
        said[at] = (box.left() + box.right()) / 2 / stride - CELLS.column(cell);
        said[at + 1] = (box.top() + box.bottom()) / 2 / stride - CELLS.row(cell);
        said[at + 2] = (float) Math.log(box.width() / stride);
        said[at + 3] = (float) Math.log(box.height() / stride);
    }
}
