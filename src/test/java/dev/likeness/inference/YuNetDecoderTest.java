package dev.likeness.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.face.Detection;
import dev.likeness.face.Point;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A level of stride 16 with 3 columns and 2 rows; only the cell in column 2, row 1 (the last) proposes a face.
class YuNetDecoderTest {
    private static final int STRIDE = 16;
    private static final int COLUMNS = 3;
    private static final int CELLS = 6;
    private static final int CELL = 5;

    // Centre (2.5, 1.25) cells, twice as wide and four times as high as a cell.
    private static final float[] BOX = {0.5f, 0.25f, (float) Math.log(2), (float) Math.log(4)};

    // Eyes, nose and mouth around the centre, in cells from the cell's corner.
    private static final float[] POINTS = {0, -0.5f, 1, -0.5f, 0.5f, 0, 0, 1, 1, 1};

    @Test
    void decode_oneCell_boxPointsAndScoreAreInPixels() {
        List<Detection> faces = decode(0.81f, 1, BOX, POINTS, 0.6f);

        assertThat(faces).singleElement().satisfies(face -> {
            assertThat(face.score()).isCloseTo(0.9f, within(1e-6f));
            assertThat(face.box().left()).isCloseTo(2.5f * 16 - 16, within(1e-4f));
            assertThat(face.box().right()).isCloseTo(2.5f * 16 + 16, within(1e-4f));
            assertThat(face.box().top()).isCloseTo(1.25f * 16 - 32, within(1e-4f));
            assertThat(face.box().bottom()).isCloseTo(1.25f * 16 + 32, within(1e-4f));
            assertThat(face.landmarks().points())
                    .containsExactly(
                            new Point(32, 8),
                            new Point(48, 8),
                            new Point(40, 16),
                            new Point(32, 32),
                            new Point(48, 32));
        });
    }

    @Test
    void decode_scoreBelowTheLeast_isNoProposal() {
        assertThat(decode(0.25f, 1, BOX, POINTS, 0.6f)).isEmpty();
    }

    @Test
    void decode_scoresBeyondOne_areClamped() {
        assertThat(decode(1.5f, 1.01f, BOX, POINTS, 0.6f))
                .singleElement()
                .satisfies(face -> assertThat(face.score()).isEqualTo(1));
    }

    @Test
    void decode_notANumber_isNoProposal() {
        assertThat(decode(Float.NaN, 1, BOX, POINTS, 0.6f)).isEmpty();
    }

    @Test
    void decode_boxWithoutEnd_isNoProposal() {
        assertThat(decode(1, 1, new float[] {0.5f, 0.5f, 1000, 1}, POINTS, 0.6f))
                .isEmpty();
    }

    @Test
    void decode_allPointsInOnePlace_isNoProposal() {
        assertThat(decode(1, 1, BOX, new float[10], 0.6f)).isEmpty();
    }

    private static List<Detection> decode(
            float classification, float objectness, float[] box, float[] points, float minScore) {
        List<Detection> proposals = new ArrayList<>();
        YuNetDecoder.decode(
                new YuNetDecoder.Level(STRIDE, inCell(classification), inCell(objectness), inCell(box), inCell(points)),
                COLUMNS,
                minScore,
                proposals);
        return proposals;
    }

    /// A tensor that is zero but for one cell.
    private static FloatBuffer inCell(float... values) {
        return FloatBuffer.allocate(CELLS * values.length).put(CELL * values.length, values);
    }
}
