package dev.likeness.training;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.image.RgbImage;
import java.util.List;

/// What one step of a detector's training learns from.
///
/// @param samples pictures of one size, whose sides are multiples of 32
record DetectorBatch(List<Sample> samples) {
    DetectorBatch {
        samples = List.copyOf(samples);
    }

    /// A picture with what there is to be found.
    ///
    /// @param faces to be found, in the picture's pixels
    /// @param ignored where there may be faces, of which nothing is learned
    record Sample(RgbImage picture, List<Detection> faces, List<Box> ignored) {
        Sample {
            faces = List.copyOf(faces);
            ignored = List.copyOf(ignored);
        }
    }
}
