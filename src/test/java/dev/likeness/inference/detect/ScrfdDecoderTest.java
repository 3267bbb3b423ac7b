package dev.likeness.inference.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.face.Detection;
import dev.likeness.face.Point;
import dev.likeness.inference.model.ModelOutput;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// An input of 64×32. At stride 8 it has 8 columns and 4 rows, at 16 4 and 2, at 32 2 and 1; each cell
/// two anchors:
///
///     row of the tensor   0        1        2        3        …
///     anchor              (0,0) a  (0,0) b  (s,0) a  (s,0) b
class ScrfdDecoderTest {
    private static final int WIDTH = 64;
    private static final int HEIGHT = 32;
    private static final ModelOutput.Scrfd OUTPUT = new ModelOutput.Scrfd(
            List.of("448", "471", "494"), List.of("451", "474", "497"), List.of("454", "477", "500"), Optional.empty());

    // Left, top, right, bottom, in strides from the anchor.
    private static final float[] BOX = {0.5f, 1, 1.5f, 2};

    // Eyes, nose and mouth in strides from the anchor.
    private static final float[] POINTS = {0, 0, 1, 0, 0.5f, 0.5f, 0.1f, 1, 0.9f, 1};

    private final Map<String, FloatBuffer> tensors = new HashMap<>(Map.of(
            "448", FloatBuffer.allocate(64),
            "471", FloatBuffer.allocate(16),
            "494", FloatBuffer.allocate(4),
            "451", FloatBuffer.allocate(64 * 4),
            "474", FloatBuffer.allocate(16 * 4),
            "497", FloatBuffer.allocate(4 * 4),
            "454", FloatBuffer.allocate(64 * 10),
            "477", FloatBuffer.allocate(16 * 10),
            "500", FloatBuffer.allocate(4 * 10)));

    @Test
    void decode_secondAnchorOfACell_isMeasuredFromTheCellsCorner() {
        // stride 16, column 2, row 1: cell 6, anchor at (32, 16); its second anchor is row 13
        put(1, 13, 0.75f);

        assertThat(decode(0.5f)).singleElement().satisfies(face -> {
            assertThat(face.score()).isEqualTo(0.75f);
            assertThat(face.box().left()).isCloseTo(32 - 8, within(1e-4f));
            assertThat(face.box().top()).isCloseTo(16 - 16, within(1e-4f));
            assertThat(face.box().right()).isCloseTo(32 + 24, within(1e-4f));
            assertThat(face.box().bottom()).isCloseTo(16 + 32, within(1e-4f));
            assertThat(face.landmarks().leftEye()).isEqualTo(new Point(32, 16));
            assertThat(face.landmarks().rightEye()).isEqualTo(new Point(48, 16));
            assertThat(face.landmarks().nose()).isEqualTo(new Point(40, 24));
            assertThat(face.landmarks().leftMouth().x()).isCloseTo(33.6f, within(1e-4f));
            assertThat(face.landmarks().rightMouth().y()).isEqualTo(32);
        });
    }

    @Test
    void decode_eachLevel_hasAStrideOfItsOwn() {
        // the cell in column 1, row 0 of every level, and so the anchors (8, 0), (16, 0) and (32, 0)
        put(0, 2, 0.9f);
        put(1, 2, 0.8f);
        put(2, 2, 0.7f);

        assertThat(decode(0.5f)).extracting(face -> face.box().width()).containsExactly(16f, 32f, 64f);
        assertThat(decode(0.5f))
                .extracting(face -> face.landmarks().leftEye().x())
                .containsExactly(8f, 16f, 32f);
    }

    @Test
    void decode_scoreBelowTheLeastOrNoNumber_isNoProposal() {
        put(0, 0, 0.49f);
        put(0, 10, Float.NaN);

        assertThat(decode(0.5f)).isEmpty();
    }

    @Test
    void decode_boxTurnedInsideOut_isNoProposal() {
        put(0, 20, 0.9f);
        tensor("451").put(20 * 4, new float[] {-2, 1, 1, 1});

        assertThat(decode(0.5f)).isEmpty();
    }

    @Test
    void decode_oneAnchorACell_isToldByTheNumberOfRows() {
        tensors.put("448", FloatBuffer.allocate(32));
        tensors.put("451", FloatBuffer.allocate(32 * 4));
        tensors.put("454", FloatBuffer.allocate(32 * 10));
        put(0, 9, 0.9f);

        // row 9 is now cell 9: column 1, row 1
        assertThat(decode(0.5f))
                .singleElement()
                .satisfies(face -> assertThat(face.landmarks().leftEye()).isEqualTo(new Point(8, 8)));
    }

    @Test
    void decode_rowsThatFitNoAnchors_nameModelTensorAndNumbers() {
        tensors.put("471", FloatBuffer.allocate(17));

        assertThatThrownBy(() -> decode(0.5f))
                .hasMessage(
                        "model mine must output a score for each anchor of 8 cells in the tensor 471, got: 17 numbers");
    }

    @Test
    void decode_boxesOfAnotherSize_nameModelTensorAndNumbers() {
        tensors.put("497", FloatBuffer.allocate(12));

        assertThatThrownBy(() -> decode(0.5f))
                .hasMessage("model mine must output 16 numbers in the tensor 497, got: 12");
    }

    private void put(int level, int row, float score) {
        tensor(OUTPUT.scores().get(level)).put(row, score);
        tensor(OUTPUT.boxes().get(level)).put(row * 4, BOX);
        tensor(OUTPUT.points().get(level)).put(row * 10, POINTS);
    }

    private FloatBuffer tensor(String name) {
        return Objects.requireNonNull(tensors.get(name));
    }

    private List<Detection> decode(float minScore) {
        Proposals proposals = new Proposals(minScore);
        new ScrfdDecoder("mine", OUTPUT).decode(this::tensor, WIDTH, HEIGHT, proposals);
        return proposals.faces();
    }
}
