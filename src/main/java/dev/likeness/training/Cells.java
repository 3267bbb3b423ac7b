package dev.likeness.training;

import dev.likeness.onnx.PyramidDetector;

/// The cells of a picture, in the order in which a [PyramidNetwork] speaks of them: finest level first,
/// in each row by row.
final class Cells {
    private final int[] columns;
    private final int[] rows;
    private final int[] strides;

    /// @param width in pixels, a multiple of 32, as `height` is
    Cells(int width, int height) {
        int count = 0;
        for (int stride : PyramidDetector.STRIDES) {
            count += (width / stride) * (height / stride);
        }
        columns = new int[count];
        rows = new int[count];
        strides = new int[count];
        int cell = 0;
        for (int stride : PyramidDetector.STRIDES) {
            for (int row = 0; row < height / stride; row++) {
                for (int column = 0; column < width / stride; column++) {
                    columns[cell] = column;
                    rows[cell] = row;
                    strides[cell] = stride;
                    cell++;
                }
            }
        }
    }

    int count() {
        return strides.length;
    }

    int column(int cell) {
        return columns[cell];
    }

    int row(int cell) {
        return rows[cell];
    }

    /// Side of the cell, in pixels.
    int stride(int cell) {
        return strides[cell];
    }

    /// Centre of the cell, in pixels.
    float centreX(int cell) {
        return (columns[cell] + 0.5f) * strides[cell];
    }

    float centreY(int cell) {
        return (rows[cell] + 0.5f) * strides[cell];
    }
}
