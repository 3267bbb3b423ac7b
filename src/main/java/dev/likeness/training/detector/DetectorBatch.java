package dev.likeness.training.detector;

import dev.likeness.image.RgbImage;
import java.util.List;

/// The training samples of one step.
///
/// @param samples pictures of one size, whose sides are multiples of 32
record DetectorBatch(List<Sample> samples) {
    DetectorBatch {
        samples = List.copyOf(samples);
    }

    /// A picture with the teacher's output for it.
    ///
    /// @param cells `[cells, 16]`, as [dev.likeness.inference.detect.CellDetector#cells] returns them
    @SuppressWarnings("ArrayRecordComponent") // handed on within one step and never compared
    record Sample(RgbImage picture, float[] cells) {}
}
