package dev.likeness.engine.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.engine.exchange.PhotoFile.Frame;
import dev.likeness.face.Box;
import dev.likeness.face.Orientation;
import dev.likeness.xmp.FaceRegions.Dimensions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhotoFileTest {
    private final PhotoFile heif =
            new PhotoFile(Path.of("a.heic"), 300, 400, Orientation.UPRIGHT, Orientation.TURN_CLOCKWISE, List.of());

    @Test
    void frameOf_regionsOfTheCodedPictureOfAHeif_isThatPicture() {
        assertThat(heif.frameOf(new Dimensions(4000, 3000))).contains(Frame.CODED);
        assertThat(heif.frameOf(new Dimensions(3000, 4000))).contains(Frame.STORED);
        assertThat(heif.frameOf(null)).contains(Frame.STORED);
        assertThat(heif.frameOf(new Dimensions(3000, 3000))).isEmpty();
    }

    @Test
    void pixels_ofTheCodedPicture_areTurnedAndComeBack() {
        Box coded = new Box(0, .25f, .25f, .5f);

        Box pixels = heif.pixels(coded, Frame.CODED);

        assertThat(pixels).isEqualTo(new Box(150, 0, 225, 100));
        assertThat(heif.shares(pixels, Frame.CODED)).contains(coded);
    }
}
