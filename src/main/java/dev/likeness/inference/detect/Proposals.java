package dev.likeness.inference.detect;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Landmarks;
import dev.likeness.face.Point;
import dev.likeness.inference.embed.FaceAligner;
import java.util.ArrayList;
import java.util.List;

/// What a decoder reads out of a detector's tensors, in pixels of the input, as far as it can be a face.
final class Proposals {
    /// Numbers of a box and of five points, in a detector's tensors.
    static final int BOX_NUMBERS = 4;

    static final int POINT_NUMBERS = 10;

    private final float minScore;
    private final List<Detection> faces = new ArrayList<>();

    Proposals(float minScore) {
        this.minScore = minScore;
    }

    /// Whether a proposal of that score counts; one that is no number does not.
    boolean accepts(float score) {
        return score >= minScore;
    }

    /// Adds a face, unless the box is empty or has no end, or the points are no face's.
    ///
    /// @param score 0 to 1
    /// @param points x and y of the five points
    void add(float score, float left, float top, float right, float bottom, float[] points) {
        if (!(left < right && top < bottom && Float.isFinite(right - left) && Float.isFinite(bottom - top))) {
            return;
        }
        Landmarks landmarks = new Landmarks(
                new Point(points[0], points[1]),
                new Point(points[2], points[3]),
                new Point(points[4], points[5]),
                new Point(points[6], points[7]),
                new Point(points[8], points[9]));
        Box box = new Box(left, top, right, bottom);
        if (FaceAligner.isConsistent(landmarks, box)) {
            faces.add(new Detection(box, landmarks, score));
        }
    }

    List<Detection> faces() {
        return faces;
    }
}
