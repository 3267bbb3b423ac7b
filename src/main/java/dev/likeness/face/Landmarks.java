package dev.likeness.face;

import java.util.List;

/// The five landmarks that face aligners commonly use. Left and right are those of the *image*: `leftEye` has
/// the smaller x in an upright frontal face (it is the person's right eye).
public record Landmarks(Point leftEye, Point rightEye, Point nose, Point leftMouth, Point rightMouth) {

    /// The points in the order of the ArcFace template: left eye, right eye, nose, left and right mouth corner.
    public List<Point> points() {
        return List.of(leftEye, rightEye, nose, leftMouth, rightMouth);
    }

    /// The distance between the eyes, in pixels.
    public float eyeDistance() {
        return leftEye.distanceTo(rightEye);
    }

    /// How far the eyes are from level, in degrees, -180 to 180: above 0 if the right one is lower.
    public double roll() {
        return Math.toDegrees(Math.atan2(rightEye.y() - leftEye.y(), rightEye.x() - leftEye.x()));
    }

    /// These landmarks in an image `factor` times as large.
    public Landmarks scaled(float factor) {
        return new Landmarks(
                leftEye.scaled(factor),
                rightEye.scaled(factor),
                nose.scaled(factor),
                leftMouth.scaled(factor),
                rightMouth.scaled(factor));
    }

    /// These landmarks, moved by a number of pixels.
    public Landmarks moved(float right, float down) {
        return new Landmarks(
                leftEye.moved(right, down),
                rightEye.moved(right, down),
                nose.moved(right, down),
                leftMouth.moved(right, down),
                rightMouth.moved(right, down));
    }
}
