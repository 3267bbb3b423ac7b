package dev.likeness.api.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.face.Landmarks;
import dev.likeness.face.Point;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Poses of heads that are turned and projected here.
class HeadPoseTest {
    /// Right, down, away from the viewer; in distances of the eyes. Not where the estimator has its origin.
    private static final double[][] HEAD = {
        {-0.5, 0, 0}, {0.5, 0, 0}, {0, 0.5715, -0.42}, {-0.414, 1.1546, -0.06}, {0.414, 1.1546, -0.06}
    };

    private static final Landmarks ARC_FACE = new Landmarks(
            new Point(38.2946f, 51.6963f),
            new Point(73.5318f, 51.5014f),
            new Point(56.0252f, 71.7366f),
            new Point(41.5493f, 92.3655f),
            new Point(70.7299f, 92.2041f));

    /// The head, turned up by `pitch`, then to the right of the picture by `yaw`, then clockwise by `roll`,
    /// and seen by a camera at a distance.
    ///
    /// @param noseDepth factor of the nose's depth
    /// @param distance of the camera in distances of the eyes
    private static Landmarks seen(
            double roll, double yaw, double pitch, double scale, double noseDepth, double distance) {
        double[] sines = {Math.sin(rad(-pitch)), Math.sin(rad(-yaw)), Math.sin(rad(roll))};
        double[] cosines = {Math.cos(rad(-pitch)), Math.cos(rad(-yaw)), Math.cos(rad(roll))};
        Point[] points = new Point[5];
        for (int i = 0; i < 5; i++) {
            double x = HEAD[i][0];
            double y = HEAD[i][1];
            double z = HEAD[i][2] * (i == 2 ? noseDepth : 1);
            double y1 = cosines[0] * y - sines[0] * z;
            double z1 = sines[0] * y + cosines[0] * z;
            double x2 = cosines[1] * x + sines[1] * z1;
            double z2 = -sines[1] * x + cosines[1] * z1;
            double x3 = cosines[2] * x2 - sines[2] * y1;
            double y3 = sines[2] * x2 + cosines[2] * y1;
            double near = scale * distance / (distance + z2);
            points[i] = new Point((float) (300 + near * x3), (float) (200 + near * y3));
        }
        return new Landmarks(points[0], points[1], points[2], points[3], points[4]);
    }

    private static double rad(double degrees) {
        return Math.toRadians(degrees);
    }

    private static void assertPose(HeadPose pose, double roll, double yaw, double pitch, double tolerance) {
        assertThat(pose.roll()).as("roll").isCloseTo(roll, within(tolerance));
        assertThat(pose.yaw()).as("yaw").isCloseTo(yaw, within(tolerance));
        assertThat(pose.pitch()).as("pitch").isCloseTo(pitch, within(tolerance));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "10, 0, 0",
        "-25, 0, 0",
        "0, 20, 0",
        "0, -45, 0",
        "0, 0, 15",
        "0, 0, -30",
        "12, 30, -10",
        "-90, 0, 0",
        "170, 5, 5",
        "5, 75, 20",
        "-7, -60, 25"
    })
    void of_aTurnedHeadFarAway_isThePose(double roll, double yaw, double pitch) {
        assertPose(HeadPose.of(seen(roll, yaw, pitch, 80, 1, 1e6)), roll, yaw, pitch, 0.05);
        assertPose(HeadPose.of(seen(roll, yaw, pitch, 7, 1, 1e6)), roll, yaw, pitch, 0.05);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "10, 20, 10", "0, -40, 0", "-15, 30, -20"})
    void of_aHeadAtArmsLength_isNearThePose(double roll, double yaw, double pitch) {
        // Ten distances of the eyes, which is 63 cm.
        assertPose(HeadPose.of(seen(roll, yaw, pitch, 80, 1, 10)), roll, yaw, pitch, 6);
    }

    @Test
    void of_theTemplateOfArcFace_isZero() {
        assertPose(HeadPose.of(ARC_FACE), 0, 0, 0, 1);
    }

    @Test
    void of_aNoseThatStandsOutMore_isTurnedMoreInProportion() {
        assertThat(HeadPose.of(seen(0, 20, 0, 80, 1.2, 1e6)).yaw()).isBetween(20.0, 26.0);
        assertThat(HeadPose.of(seen(0, 20, 0, 80, 0.8, 1e6)).yaw()).isBetween(14.0, 20.0);
    }

    @Test
    void of_landmarksThatAreAPixelOff_isAFewDegreesOff() {
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            Landmarks exact = seen(5, 25, -10, 60, 1, 1e6);
            Point[] noisy = exact.points().stream()
                    .map(point -> point.moved((float) random.nextGaussian(), (float) random.nextGaussian()))
                    .toArray(Point[]::new);
            assertPose(HeadPose.of(new Landmarks(noisy[0], noisy[1], noisy[2], noisy[3], noisy[4])), 5, 25, -10, 14);
        }
    }

    @Test
    void of_pointsOnOneLineOrAtOnePlace_isAPoseAllTheSame() {
        Point here = new Point(5, 5);
        assertPose(HeadPose.of(new Landmarks(here, here, here, here, here)), 0, 0, 0, 1e-9);
        HeadPose line = HeadPose.of(
                new Landmarks(new Point(0, 0), new Point(1, 1), new Point(2, 2), new Point(3, 3), new Point(4, 4)));
        assertPose(line, 45, 0, 0, 1e-9);
    }

    @Test
    void of_aFaceOfRekognitionsAnswers_hasItsSigns() {
        // The pose there: roll -5, yaw 18, pitch 13, in a frame of 16 : 9.
        HeadPose pose = HeadPose.of(new Landmarks(
                new Point(480 * 1.78f, 234),
                new Point(638 * 1.78f, 192),
                new Point(620 * 1.78f, 380),
                new Point(528 * 1.78f, 619),
                new Point(660 * 1.78f, 583)));

        assertThat(pose.roll()).isNegative();
        assertThat(pose.yaw()).isPositive();
        assertThat(pose.pitch()).isPositive();
    }
}
