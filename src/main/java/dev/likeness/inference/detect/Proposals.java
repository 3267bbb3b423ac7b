package dev.likeness.inference.detect;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Landmarks;
import dev.likeness.face.Point;
import dev.likeness.inference.embed.FaceAligner;
import java.util.ArrayList;
import java.util.List;

/// Collects the plausible faces that a decoder reads from a detector's tensors, in pixels of the model's
/// input.
final class Proposals {
    /// Number of values of a box in a detector's tensors.
    static final int BOX_NUMBERS = 4;

    /// Number of values of five landmarks in a detector's tensors.
    static final int POINT_NUMBERS = 10;

    private final float minScore;
    private final List<Detection> faces = new ArrayList<>();

    Proposals(float minScore) {
        this.minScore = minScore;
    }

    /// Whether a proposal with this score counts; false for NaN.
    boolean accepts(float score) {
        return score >= minScore;
    }

    /// Adds a face. A face with an empty or infinite box, or with landmarks that do not match the box, is
    /// dropped.
    ///
    /// @param score 0 to 1
    /// @param points x and y of the five landmarks
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
