package dev.likeness.api.compat;

import dev.likeness.face.Landmarks;
import dev.likeness.face.Point;
import java.util.List;

/// How a head is turned, in degrees, estimated from the five landmarks of a face.
///
/// The face is taken for a rigid average head under a distant camera (scaled orthographic projection, as in
/// DeMenthon and Davis, *Model-Based Object Pose in 25 Lines of Code*, 1995, without its iterations): a linear
/// fit of the five points of the head to those of the picture, whose nearest rotation is the pose. Where the
/// points of the average head lie in the plane of the face is ArcFace's template; how far the nose and the
/// mouth stand out is what faces of adults have.
///
/// What it cannot know: a nose that stands out more than average by a fifth looks turned more by a fifth; an
/// open mouth looks like a lifted chin. Detectors guess the landmarks of a face in profile, so beyond 60
/// degrees only the direction is reliable.
///
/// @param roll −180 to 180: above 0 if the head leans so that the eye on the right of the picture is lower
/// @param yaw −90 to 90: above 0 if the nose points to the right of the picture
/// @param pitch −180 to 180: above 0 if the face looks up
public record HeadPose(double roll, double yaw, double pitch) {
    /// The points of an average head in distances of the eyes: right, down, away from the viewer. In the order
    /// of [Landmarks#points]: eyes, nose, corners of the mouth.
    private static final double[][] HEAD = {
        {-0.5, -0.6154, 0}, {0.5, -0.6154, 0}, {0, -0.0439, -0.42}, {-0.414, 0.5392, -0.06}, {0.414, 0.5392, -0.06}
    };

    /// [#HEAD] from its centre.
    private static final double[][] CENTRED = centred(HEAD);

    /// Solves the fit: the inverse of the sum of the outer products of the centred points.
    private static final double[][] INVERSE = inverse(covariance());

    /// The pose of a face. Zero is the average face of ArcFace's template, which looks into the camera.
    public static HeadPose of(Landmarks face) {
        List<Point> points = face.points();
        double[] right = new double[3];
        double[] down = new double[3];
        for (int i = 0; i < CENTRED.length; i++) {
            for (int axis = 0; axis < 3; axis++) {
                right[axis] += CENTRED[i][axis] * points.get(i).x();
                down[axis] += CENTRED[i][axis] * points.get(i).y();
            }
        }
        return nearest(times(INVERSE, right), times(INVERSE, down), face.roll());
    }

    /// The rotation whose first two rows are nearest to these, which perspective and noise made neither of one
    /// length nor perpendicular.
    private static HeadPose nearest(double[] first, double[] second, double eyesRoll) {
        double a = dot(first, first);
        double b = dot(first, second);
        double c = dot(second, second);
        double root = Math.sqrt(a * c - b * b);
        if (!(root > 1e-9 * Math.max(a, c))) {
            // All points on one line.
            return new HeadPose(Double.isFinite(eyesRoll) ? eyesRoll : 0, 0, 0);
        }
        // The inverse square root of the matrix (a b; b c), but for a factor.
        double[] x = new double[3];
        double[] y = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            x[axis] = (c + root) * first[axis] - b * second[axis];
            y[axis] = (a + root) * second[axis] - b * first[axis];
        }
        normalise(x);
        normalise(y);
        double[] z = {x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]};
        return new HeadPose(
                Math.toDegrees(Math.atan2(y[0], x[0])),
                Math.toDegrees(Math.asin(Math.clamp(z[0], -1, 1))),
                Math.toDegrees(-Math.atan2(z[1], z[2])));
    }

    private static double[][] centred(double[][] points) {
        double[][] centred = new double[points.length][3];
        for (int axis = 0; axis < 3; axis++) {
            double mean = 0;
            for (double[] point : points) {
                mean += point[axis] / points.length;
            }
            for (int i = 0; i < points.length; i++) {
                centred[i][axis] = points[i][axis] - mean;
            }
        }
        return centred;
    }

    private static double[][] covariance() {
        double[][] sums = new double[3][3];
        for (double[] point : CENTRED) {
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    sums[i][j] += point[i] * point[j];
                }
            }
        }
        return sums;
    }

    private static double[][] inverse(double[][] m) {
        double[][] cofactors = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                cofactors[j][i] = m[(i + 1) % 3][(j + 1) % 3] * m[(i + 2) % 3][(j + 2) % 3]
                        - m[(i + 1) % 3][(j + 2) % 3] * m[(i + 2) % 3][(j + 1) % 3];
            }
        }
        double determinant = m[0][0] * cofactors[0][0] + m[0][1] * cofactors[1][0] + m[0][2] * cofactors[2][0];
        for (double[] row : cofactors) {
            for (int j = 0; j < 3; j++) {
                row[j] /= determinant;
            }
        }
        return cofactors;
    }

    private static double[] times(double[][] matrix, double[] vector) {
        return new double[] {dot(matrix[0], vector), dot(matrix[1], vector), dot(matrix[2], vector)};
    }

    private static double dot(double[] one, double[] other) {
        return one[0] * other[0] + one[1] * other[1] + one[2] * other[2];
    }

    private static void normalise(double[] vector) {
        double length = Math.sqrt(dot(vector, vector));
        for (int axis = 0; axis < 3; axis++) {
            vector[axis] /= length;
        }
    }
}
