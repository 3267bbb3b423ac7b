package dev.likeness.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.face.Detection;
import dev.likeness.face.Point;
import dev.likeness.image.RgbImage;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplePainterTest {
    private static final int SIDE = 128;
    private static final int DARK = 110;

    private final List<TeachingPhoto> photos = IntStream.range(0, 12)
            .mapToObj(i -> MadeUpFaces.photo(i, 160, 120))
            .map(photo -> TeachingPhoto.of(photo.picture(), photo.faces(), .7))
            .toList();

    @Test
    void sample_ofTheSameRandomness_isTheSamePictureWithTheSameFaces() {
        SamplePainter painter = new SamplePainter(options(.5, .3, .5), photos);

        DetectorBatch.Sample one = painter.sample(3, SIDE, new SplittableRandom(9));
        DetectorBatch.Sample other = painter.sample(3, SIDE, new SplittableRandom(9));

        assertThat(one.picture().rgb()).isEqualTo(other.picture().rgb());
        assertThat(one.faces()).isEqualTo(other.faces());
        assertThat(one.ignored()).isEqualTo(other.ignored());
    }

    @ParameterizedTest(name = "mosaic {0}, group {1}: eyes are dark and lie on a face")
    @CsvSource({"0, 0", "1, 0", "0, 1"})
    void sample_ofEachKind_hasItsFacesWhereItSaysTheyAre(double mosaic, double group) {
        SamplePainter painter = new SamplePainter(options(mosaic, group, 0), photos);
        int seen = 0;
        for (int seed = 0; seed < 40; seed++) {
            DetectorBatch.Sample sample = painter.sample(seed % 12, SIDE, new SplittableRandom(seed));
            for (Detection face : sample.faces()) {
                double side = Math.max(face.box().width(), face.box().height());
                assertThat(side).isBetween(8.0, SIDE * .95 + 2);
                if (side < 24) {
                    continue;
                }
                for (Point eye :
                        List.of(face.landmarks().leftEye(), face.landmarks().rightEye())) {
                    if (eye.x() >= 1 && eye.y() >= 1 && eye.x() < SIDE - 1 && eye.y() < SIDE - 1) {
                        assertThat(level(sample.picture(), eye.x(), eye.y())).isLessThan(DARK);
                        seen++;
                    }
                }
                Point between = face.landmarks().nose();
                double forehead = face.box().top() + .2 * face.box().height();
                if (between.x() >= 1 && between.x() < SIDE - 1 && forehead >= 1 && forehead < SIDE - 1) {
                    assertThat(level(sample.picture(), between.x(), forehead)).isGreaterThan(DARK);
                }
            }
        }
        assertThat(seen).isGreaterThan(10);
    }

    @Test
    void sample_ofAMosaic_hasSeveralFaces() {
        SamplePainter painter = new SamplePainter(options(1, 0, 0), photos);

        double faces = IntStream.range(0, 50)
                .mapToLong(seed -> painter.sample(0, SIDE, new SplittableRandom(seed))
                        .faces()
                        .size())
                .average()
                .orElseThrow();

        assertThat(faces).isGreaterThan(3);
    }

    private static SampleOptions options(double mosaic, double group, double worse) {
        return new SampleOptions(SIDE, 0, 8, .95, mosaic, group, worse, worse, 1, 5, 50);
    }

    private static int level(RgbImage picture, double x, double y) {
        int at = 3 * ((int) Math.round(y) * picture.width() + (int) Math.round(x));
        return picture.rgb()[at] & 0xff;
    }
}
