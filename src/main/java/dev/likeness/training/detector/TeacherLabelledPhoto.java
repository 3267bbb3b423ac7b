package dev.likeness.training.detector;

import dev.likeness.face.Detection;
import dev.likeness.image.RgbImage;
import java.util.List;

/// A photo with what the teacher saw in it.
///
/// @param faces of which the teacher was sure, in the picture's pixels
record TeacherLabelledPhoto(RgbImage picture, List<Detection> faces) {
    TeacherLabelledPhoto {
        faces = List.copyOf(faces);
    }
}
