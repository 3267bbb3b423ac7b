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

    /// These landmarks in an image `factor` times as large.
    public Landmarks scaled(float factor) {
        return new Landmarks(
                leftEye.scaled(factor),
                rightEye.scaled(factor),
                nose.scaled(factor),
                leftMouth.scaled(factor),
                rightMouth.scaled(factor));
    }
}
