package dev.likeness.inference.detect;

import dev.likeness.image.RgbImage;

/// A detector with YuNet's outputs that also provides the raw output of every cell, as a target for knowledge
/// distillation. Thread-safe.
public interface CellDetector extends FaceDetector {
    /// Number of values per cell: the class and object probabilities, four values of the box and ten of the
    /// landmarks.
    int CELL_NUMBERS = 16;

    /// The outputs of all cells for an image, from one pass at full size.
    ///
    /// @param image an image whose sides are multiples of 32
    /// @return `[cells, 16]`: the cells of strides 8, 16 and 32, each row by row. Boxes and landmarks are in
    ///     units of the stride, relative to the cell's corner, as in YuNet's tensors
    /// @throws dev.likeness.face.LikenessException `MODEL_INVALID` if the model does not run as its manifest
    ///     describes
    float[] cells(RgbImage image);
}
