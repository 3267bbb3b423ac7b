package dev.likeness.evaluation.data;

import dev.likeness.face.Detection;
import java.util.Comparator;

/// Which face of a picture is judged, where it shows several and the protocol names only the picture.
public enum FaceChoice {
    /// The one whose box is centred nearest to the middle of the picture: the face meant in LFW, whose
    /// pictures are cut around it.
    CENTRAL,
    /// The one with the largest box: the better guess for pictures that nobody has cut.
    LARGEST;

    /// The chosen face first.
    ///
    /// @param width of the upright picture, in pixels
    /// @param height of the upright picture, in pixels
    Comparator<Detection> order(int width, int height) {
        return switch (this) {
            case CENTRAL ->
                Comparator.comparingDouble(face -> Math.hypot(
                        (face.box().left() + face.box().right() - width) / 2,
                        (face.box().top() + face.box().bottom() - height) / 2));
            case LARGEST -> Comparator.comparingDouble(face -> -face.box().area());
        };
    }
}
