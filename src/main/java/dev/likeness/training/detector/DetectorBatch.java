package dev.likeness.training.detector;

import dev.likeness.image.RgbImage;
import java.util.List;

/// What one step of a detector's training learns from.
///
/// @param samples pictures of one size, whose sides are multiples of 32
record DetectorBatch(List<Sample> samples) {
    DetectorBatch {
        samples = List.copyOf(samples);
    }

    /// A picture with what the teacher says of it.
    ///
    /// @param cells `[cells, 16]`, as [dev.likeness.inference.detect.CellDetector#cells] gives them
    @SuppressWarnings("ArrayRecordComponent") // handed on within one step and never compared
    record Sample(RgbImage picture, float[] cells) {}
}
