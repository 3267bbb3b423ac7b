package dev.likeness.training;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.image.RgbImage;
import java.util.List;

/// A photo with what the teacher saw in it.
///
/// @param faces of which the teacher was sure, in the picture's pixels
/// @param doubtful where there may be one
record TeachingPhoto(RgbImage picture, List<Detection> faces, List<Box> doubtful) {
    TeachingPhoto {
        faces = List.copyOf(faces);
        doubtful = List.copyOf(doubtful);
    }

    /// A photo of which detections from `sure` on are faces, and the others doubtful.
    static TeachingPhoto of(RgbImage picture, List<Detection> detections, double sure) {
        return new TeachingPhoto(
                picture,
                detections.stream().filter(face -> face.score() >= sure).toList(),
                detections.stream()
                        .filter(face -> face.score() < sure)
                        .map(Detection::box)
                        .toList());
    }
}
