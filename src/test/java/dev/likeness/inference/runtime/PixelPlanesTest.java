package dev.likeness.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.image.RgbImage;
import dev.likeness.inference.model.ChannelOrder;
import dev.likeness.inference.model.ModelInput;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PixelPlanesTest {
    private static final RgbImage TWO_PIXELS = new RgbImage(2, 1, new byte[] {10, 20, 30, (byte) 200, (byte) 210, 0});

    @Test
    void write_rgb_givesThreePlanesInOrder() {
        FloatBuffer target = FloatBuffer.allocate(6);

        planes(ChannelOrder.RGB, 1, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f)).write(TWO_PIXELS, target, 0);

        assertThat(target.array()).containsExactly(10, 200, 20, 210, 30, 0);
    }

    @Test
    void write_bgr_givesBlueFirstWithItsOwnMeanAndDeviation() {
        FloatBuffer target = FloatBuffer.allocate(6);

        planes(ChannelOrder.BGR, 0.5f, List.of(1f, 2f, 3f), List.of(1f, 2f, 4f)).write(TWO_PIXELS, target, 0);

        assertThat(target.array())
                .containsExactly(15 - 1, 0 - 1, (10 - 2) / 2f, (105 - 2) / 2f, (5 - 3) / 4f, (100 - 3) / 4f);
    }

    @Test
    void write_largerThanTheImage_padsRightAndBelowWithBlack() {
        FloatBuffer target = FloatBuffer.allocate(18);
        java.util.Arrays.fill(target.array(), 7);

        planes(ChannelOrder.RGB, 1, List.of(5f, 6f, 7f), List.of(1f, 1f, 1f))
                .write(TWO_PIXELS, Tile.whole(TWO_PIXELS), 2, 3, target, 0);

        assertThat(target.array())
                .containsExactly(5, 195, -5, -5, -5, -5, 14, 204, -6, -6, -6, -6, 23, -7, -7, -7, -7, -7);
    }

    @Test
    void write_secondColumnAtAnOffset_leavesTheRestAlone() {
        FloatBuffer target = FloatBuffer.allocate(4);

        planes(ChannelOrder.RGB, 1, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f))
                .write(TWO_PIXELS, new Tile(1, 0, 1, 1), 1, 1, target, 1);

        assertThat(target.array()).containsExactly(0, 200, 210, 0);
    }

    private static PixelPlanes planes(ChannelOrder channels, float scale, List<Float> mean, List<Float> std) {
        return new PixelPlanes(
                new ModelInput(Optional.empty(), new ModelInput.Size.Any(1), channels, scale, mean, std));
    }
}
