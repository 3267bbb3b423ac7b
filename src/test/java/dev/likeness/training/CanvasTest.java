package dev.likeness.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Point;
import dev.likeness.image.RgbImage;
import dev.likeness.training.Canvas.Area;
import java.util.List;
import org.junit.jupiter.api.Test;

class CanvasTest {
    private static final Detection FACE = MadeUpFaces.detection(40, 20, 20, 30);

    @Test
    void paste_atHalfTheSize_movesTheFaceWithItsPixels() {
        RgbImage picture = ground(100, 80);
        int spot = 3 * (50 * 100 + 60);
        byte[] rgb = picture.rgb().clone();
        for (int i = 0; i < 6; i++) {
            rgb[spot + i] = (byte) 255;
            rgb[spot + 300 + i] = (byte) 255;
        }
        Canvas canvas = new Canvas(64, 4);

        canvas.paste(
                new TeachingPhoto(new RgbImage(100, 80, rgb), List.of(FACE), List.of()), .5, 0, 0, 10, 6, canvas.all());

        DetectorBatch.Sample sample = canvas.sample();
        // The four white pixels are one now: (60.5 + 0.5)/2 − 0.5 = 30 to the right, and so on.
        assertThat(sample.picture().rgb()[3 * ((25 + 6) * 64 + 30 + 10)] & 0xff).isEqualTo(255);
        Box box = sample.faces().getFirst().box();
        assertThat(box.left()).isCloseTo(10 + 20 - .25f, within(1e-4f));
        assertThat(box.bottom()).isCloseTo(6 + 25 - .25f, within(1e-4f));
        assertThat(box.width()).isCloseTo(10, within(1e-4f));
        Point nose = sample.faces().getFirst().landmarks().nose();
        assertThat(nose.x()).isCloseTo((50 + .5f) / 2 - .5f + 10, within(1e-4f));
    }

    @Test
    void paste_intoAnArea_leavesTheRestAlone() {
        Canvas canvas = new Canvas(64, 4);
        canvas.fill(canvas.all(), (byte) 1, (byte) 2, (byte) 3);

        canvas.paste(photo(), 1, 50, 40, 20, 20, new Area(10, 10, 20, 20));

        RgbImage picture = canvas.sample().picture();
        assertThat(picture.rgb()[3 * (9 * 64 + 15)]).isEqualTo((byte) 1);
        assertThat(picture.rgb()[3 * (10 * 64 + 10)]).isEqualTo((byte) 100);
        assertThat(picture.rgb()[3 * (30 * 64 + 20)]).isEqualTo((byte) 1);
    }

    @Test
    void paste_ofAFaceCutByAFifth_endsItAtTheEdgeAndLeavesItsPoints() {
        Canvas canvas = new Canvas(64, 4);

        canvas.paste(photo(), 1, 50, 20, 6, 20, canvas.all());

        Detection face = canvas.sample().faces().getFirst();
        assertThat(face.box()).isEqualTo(new Box(0, 20, 16, 50));
        assertThat(face.landmarks().nose().x()).isCloseTo(6, within(1e-4f));
        assertThat(canvas.sample().ignored()).isEmpty();
    }

    @Test
    void paste_ofAFaceThatIsCutOrSmall_makesItsPlaceDoubtful() {
        Canvas half = new Canvas(64, 4);
        half.paste(photo(), 1, 50, 20, -2, 20, half.all());
        Canvas small = new Canvas(64, 16);
        small.paste(photo(), .5, 50, 40, 32, 32, small.all());

        assertThat(half.sample().faces()).isEmpty();
        assertThat(half.sample().ignored()).containsExactly(new Box(-12, 20, 8, 50));
        assertThat(small.sample().faces()).isEmpty();
        assertThat(small.sample().ignored()).hasSize(1);
    }

    @Test
    void paste_overAFace_makesItDoubtfulOrGone() {
        Canvas touched = new Canvas(100, 4);
        touched.paste(photo(), 1, 0, 0, 0, 0, touched.all());
        touched.paste(plain(), 1, 0, 0, 55, 0, new Area(55, 0, 45, 100));
        Canvas covered = new Canvas(100, 4);
        covered.paste(photo(), 1, 0, 0, 0, 0, covered.all());
        covered.paste(plain(), 1, 0, 0, 42, 0, new Area(42, 0, 58, 100));

        assertThat(touched.sample().faces()).isEmpty();
        assertThat(touched.sample().ignored()).containsExactly(FACE.box());
        assertThat(covered.sample().faces()).isEmpty();
        assertThat(covered.sample().ignored()).isEmpty();
    }

    @Test
    void mirrored_aFace_hasItsLeftPointsOnTheRight() {
        DetectorBatch.Sample sample =
                new DetectorBatch.Sample(ground(100, 100), List.of(FACE), List.of(new Box(0, 0, 9, 9)));

        DetectorBatch.Sample mirrored = Canvas.mirrored(sample);

        Detection face = mirrored.faces().getFirst();
        assertThat(face.box()).isEqualTo(new Box(39, 20, 59, 50));
        assertThat(face.landmarks().leftEye().x())
                .isCloseTo(99 - FACE.landmarks().rightEye().x(), within(1e-4f));
        assertThat(face.landmarks().leftEye().x())
                .isLessThan(face.landmarks().rightEye().x());
        assertThat(face.landmarks().leftMouth().x())
                .isLessThan(face.landmarks().rightMouth().x());
        assertThat(mirrored.ignored()).containsExactly(new Box(90, 0, 99, 9));
        assertThat(Canvas.mirrored(mirrored).picture().rgb())
                .isEqualTo(sample.picture().rgb());
    }

    private static TeachingPhoto photo() {
        return new TeachingPhoto(ground(100, 80), List.of(FACE), List.of());
    }

    private static TeachingPhoto plain() {
        return new TeachingPhoto(ground(100, 80), List.of(), List.of());
    }

    private static RgbImage ground(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        java.util.Arrays.fill(rgb, (byte) 100);
        return new RgbImage(width, height, rgb);
    }
}
