package dev.likeness.inference.detect;

import dev.likeness.image.RgbImage;

/// A detector of YuNet's kind that also tells what it said before any face was made of it: so that
/// another one of the kind can learn every number. Safe for use by many threads at once.
public interface CellDetector extends FaceDetector {
    /// Numbers that a cell says: the probabilities of class and object, four of the box, ten of the points.
    int CELL_NUMBERS = 16;

    /// What every cell says of an image in one pass at its own size.
    ///
    /// @param image whose sides are multiples of 32
    /// @return `[cells, 16]`: strides 8, 16 and 32, in each row by row; box and points in the unit of the
    ///     stride and from the cell's corner, as YuNet's tensors have them
    /// @throws dev.likeness.face.LikenessException `MODEL_INVALID` if the model does not run as its manifest
    ///     says
    float[] cells(RgbImage image);
}
