package dev.likeness.training.detector;

import dev.likeness.face.Detection;
import dev.likeness.image.RgbImage;
import java.util.List;

/// A photo with the faces that the teacher detected.
///
/// @param faces faces with at least the minimum teacher score, in the picture's pixels
record TeacherLabelledPhoto(RgbImage picture, List<Detection> faces) {
    TeacherLabelledPhoto {
        faces = List.copyOf(faces);
    }
}
