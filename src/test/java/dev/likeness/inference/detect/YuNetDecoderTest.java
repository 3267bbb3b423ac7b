package dev.likeness.inference.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.face.Detection;
import dev.likeness.face.Point;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// An input of 64×32, so that the level of stride 16 has 4 columns and 2 rows; only its cell in column 2,
/// row 1 proposes a face.
class YuNetDecoderTest {
    private static final int WIDTH = 64;
    private static final int HEIGHT = 32;
    private static final int CELL = 6;

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

    @Test
    void decode_tensorOfAnotherSize_namesModelTensorAndSizes() {
        FaceDecoder.Tensors tensors = _ -> FloatBuffer.allocate(5);

        assertThatThrownBy(() -> new YuNetDecoder("mine").decode(tensors, 64, 32, new Proposals(0.6f)))
                .hasMessage("model mine must output 32 numbers in the tensor cls_8, got: 5");
    }

    private static List<Detection> decode(
            float classification, float objectness, float[] box, float[] points, float minScore) {
        Map<String, float[]> inCell = Map.of(
                "cls_16",
                new float[] {classification},
                "obj_16",
                new float[] {objectness},
                "bbox_16",
                box,
                "kps_16",
                points);
        Proposals proposals = new Proposals(minScore);
        new YuNetDecoder("test").decode(name -> tensor(name, inCell), WIDTH, HEIGHT, proposals);
        return proposals.faces();
    }

    /// A tensor that is zero, but for the one cell of stride 16.
    private static FloatBuffer tensor(String name, Map<String, float[]> inCell) {
        int stride = Integer.parseInt(name.substring(name.indexOf('_') + 1));
        int cells = (WIDTH / stride) * (HEIGHT / stride);
        float[] values = inCell.getOrDefault(name, new float[0]);
        int columns = name.startsWith("bbox") ? 4 : name.startsWith("kps") ? 10 : 1;
        return FloatBuffer.allocate(cells * columns).put(values.length == 0 ? 0 : CELL * columns, values);
    }
}
