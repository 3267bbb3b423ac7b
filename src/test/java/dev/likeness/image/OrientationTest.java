package dev.likeness.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.face.Box;
import dev.likeness.face.Orientation;
import java.awt.image.BufferedImage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where a box of the upright picture is in the stored one, told by a letter that no turn or mirror
/// maps onto itself.
class OrientationTest {
    private static final int COLUMNS = TestPictures.WIDTH / TestPictures.CELL;
    private static final int ROWS = TestPictures.HEIGHT / TestPictures.CELL;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void stored_ofEachCellOfTheLetter_hasTheCellsColour(int tag) {
        BufferedImage letter = TestPictures.letter();
        BufferedImage picture = TestPictures.stored(tag);

        eachCell((cell, column, row) -> {
            Box stored = Orientation.ofTag(tag).stored(cell);

            int expected = letter.getRGB(
                    column * TestPictures.CELL + TestPictures.CELL / 2,
                    row * TestPictures.CELL + TestPictures.CELL / 2);
            assertThat(colorInTheMiddle(picture, stored))
                    .as("cell %d, %d", column, row)
                    .isEqualTo(expected);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void upright_isTheReverseOfStored(int tag) {
        Orientation orientation = Orientation.ofTag(tag);

        eachCell((cell, _, _) -> assertClose(orientation.upright(orientation.stored(cell)), cell));
    }

    private interface CellCheck {
        void of(Box cell, int column, int row);
    }

    private static void eachCell(CellCheck check) {
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                float left = (float) column / COLUMNS;
                float top = (float) row / ROWS;
                check.of(new Box(left, top, left + 1f / COLUMNS, top + 1f / ROWS), column, row);
            }
        }
    }

    private static int colorInTheMiddle(BufferedImage picture, Box shares) {
        return picture.getRGB((int) ((shares.left() + shares.right()) / 2 * picture.getWidth()), (int)
                ((shares.top() + shares.bottom()) / 2 * picture.getHeight()));
    }

    private static void assertClose(Box actual, Box expected) {
        assertThat(actual.left()).isCloseTo(expected.left(), within(1e-6f));
        assertThat(actual.top()).isCloseTo(expected.top(), within(1e-6f));
        assertThat(actual.right()).isCloseTo(expected.right(), within(1e-6f));
        assertThat(actual.bottom()).isCloseTo(expected.bottom(), within(1e-6f));
    }
}
