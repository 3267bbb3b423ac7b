package dev.likeness.evaluation.data;

import dev.likeness.face.Detection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The face to evaluate in a picture with several, if the protocol names only the picture.
public enum FaceChoice {
    /// The face whose box is centred nearest to the middle of the picture. This is the labelled face in LFW,
    /// whose pictures are cropped around it.
    CENTRAL,
    /// The face with the largest box, the better choice for uncropped pictures.
    LARGEST;

    /// The chosen face; empty if there are none.
    ///
    /// @param width width of the upright picture, pixels
    /// @param height height of the upright picture, pixels
    public Optional<Detection> of(List<Detection> faces, int width, int height) {
        return faces.stream().min(order(width, height));
    }

    /// A comparator that sorts the chosen face first.
    ///
    /// @param width width of the upright picture, pixels
    /// @param height height of the upright picture, pixels
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
