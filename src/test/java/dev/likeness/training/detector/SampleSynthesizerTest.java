package dev.likeness.training.detector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.face.Detection;
import dev.likeness.image.RgbImage;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleSynthesizerTest {
    private static final int SIDE = 128;
    private static final int PICTURES = 60;

    private final List<TeacherLabelledPhoto> photos = IntStream.range(0, 12)
            .mapToObj(i -> MadeUpFaces.photo(i, 160, 120))
            .map(photo -> new TeacherLabelledPhoto(photo.picture(), photo.faces()))
            .toList();

    @Test
    void paint_ofTheSameRandomness_isTheSamePicture() {
        SampleSynthesizer painter = new SampleSynthesizer(options(.5, .3, .5), photos);

        RgbImage one = painter.synthesize(3, SIDE, new SplittableRandom(9));
        RgbImage other = painter.synthesize(3, SIDE, new SplittableRandom(9));

        assertThat(one.rgb()).isEqualTo(other.rgb());
    }

    @ParameterizedTest(name = "mosaic {0}, group {1}: {2} to {3} faces a picture")
    @CsvSource({"0, 0, .5, 1.6", "1, 0, 2, 20", "0, 1, 2, 20"})
    void paint_ofEachKind_hasAsManyFaces(double mosaic, double group, double min, double max) {
        List<RgbImage> pictures = painted(new SampleSynthesizer(options(mosaic, group, 0), photos));

        double faces = pictures.stream()
                .mapToInt(picture -> MadeUpFaces.found(picture).size())
                .average()
                .orElseThrow();

        assertThat(faces).isBetween(min, max);
    }

    @Test
    void paint_manyTimes_drawsSizesOverTheRange() {
        double[] sides = painted(new SampleSynthesizer(options(0, 0, 0), photos)).stream()
                .flatMap(picture -> MadeUpFaces.found(picture).stream())
                .mapToDouble(face -> face.box().longSide())
                .sorted()
                .toArray();

        assertThat(sides[0]).isLessThan(.4 * SIDE);
        assertThat(sides[sides.length - 1]).isGreaterThan(.8 * SIDE);
    }

    @Test
    void paint_manyTimes_cutsSomeFacesAtTheEdge() {
        long cut = painted(new SampleSynthesizer(options(0, 0, 0), photos)).stream()
                .flatMap(picture -> MadeUpFaces.found(picture).stream())
                .filter(SampleSynthesizerTest::touchesTheEdge)
                .count();

        assertThat(cut).isBetween(1L, PICTURES / 2L);
    }

    private static boolean touchesTheEdge(Detection face) {
        return face.box().left() <= 0
                || face.box().top() <= 0
                || face.box().right() >= SIDE
                || face.box().bottom() >= SIDE;
    }

    private static List<RgbImage> painted(SampleSynthesizer painter) {
        return IntStream.range(0, PICTURES)
                .mapToObj(seed -> painter.synthesize(seed % 12, SIDE, new SplittableRandom(seed)))
                .toList();
    }

    private static SampleOptions options(double mosaic, double group, double worse) {
        return new SampleOptions(SIDE, 0, 8, .95, mosaic, group, 0, worse, 1, 5, 50);
    }
}
