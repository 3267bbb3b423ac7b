package dev.likeness.image.repair;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// Makes the plain rows of a PNG of the passes of an interlaced one (Adam7; ISO/IEC 15948, sections 8.2 and
/// 9). Where the last passes are missing, each pixel of an earlier one fills its block, so that the picture
/// is coarser there.
final class InterlacedRows {
    private static final int[] FIRST_X = {0, 4, 0, 2, 0, 1, 0};
    private static final int[] FIRST_Y = {0, 0, 4, 0, 2, 0, 1};
    private static final int[] STEP_X = {8, 8, 4, 4, 2, 2, 1};
    private static final int[] STEP_Y = {8, 8, 8, 4, 4, 2, 2};
    private static final int[] BLOCK_WIDTH = {8, 4, 4, 2, 2, 1, 1};
    private static final int[] BLOCK_HEIGHT = {8, 8, 4, 4, 2, 2, 1};

    private final int width;
    private final int height;
    private final int pixelBits;
    private final int rowLength;
    /// The rows of the picture, each with a first byte for its filter, which is none.
    private final byte[] rows;

    /// @param pixelBits bits of a pixel: 1, 2, 4 or whole bytes
    /// @param blank each byte of what is not in the file
    /// @throws ArithmeticException if the picture is too large for an array
    InterlacedRows(int width, int height, int pixelBits, byte blank) {
        this.width = width;
        this.height = height;
        this.pixelBits = pixelBits;
        this.rowLength = rowLength(width);
        this.rows = new byte[Math.multiplyExact(height, rowLength)];
        Arrays.fill(rows, blank);
        for (int y = 0; y < height; y++) {
            rows[y * rowLength] = 0;
        }
    }

    private int rowLength(int pixels) {
        return 1 + (int) (((long) pixels * pixelBits + 7) / 8);
    }

    /// Writes the picture; returns whether there was any row of it.
    boolean copy(InflatedRows inflated, OutputStream out) throws IOException {
        boolean hasRow = fill(inflated);
        if (hasRow) {
            out.write(rows);
        }
        return hasRow;
    }

    private boolean fill(InflatedRows inflated) {
        boolean hasRow = false;
        for (int pass = 0; pass < FIRST_X.length; pass++) {
            int pixels = Math.ceilDiv(width - FIRST_X[pass], STEP_X[pass]);
            if (pixels <= 0) {
                continue; // A narrow picture lacks this pass.
            }
            byte[] above = new byte[rowLength(pixels)];
            byte[] row = new byte[above.length];
            for (int y = FIRST_Y[pass]; y < height; y += STEP_Y[pass]) {
                if (!inflated.next(row, row.length)) {
                    return hasRow;
                }
                hasRow = true;
                unfilter(row, above);
                place(row, pass, y, pixels);
                byte[] free = above;
                above = row;
                row = free;
            }
        }
        return hasRow;
    }

    private void unfilter(byte[] row, byte[] above) {
        int distance = Math.max(1, pixelBits / 8);
        for (int i = 1; i < row.length; i++) {
            int left = i > distance ? row[i - distance] & 0xFF : 0;
            int up = above[i] & 0xFF;
            int upLeft = i > distance ? above[i - distance] & 0xFF : 0;
            int predicted = switch (row[0]) {
                case 1 -> left;
                case 2 -> up;
                case 3 -> (left + up) / 2;
                case 4 -> paeth(left, up, upLeft);
                default -> 0;
            };
            row[i] = (byte) (row[i] + predicted);
        }
    }

    private static int paeth(int left, int up, int upLeft) {
        int estimate = left + up - upLeft;
        int fromLeft = Math.abs(estimate - left);
        int fromUp = Math.abs(estimate - up);
        int fromUpLeft = Math.abs(estimate - upLeft);
        if (fromLeft <= fromUp && fromLeft <= fromUpLeft) {
            return left;
        }
        return fromUp <= fromUpLeft ? up : upLeft;
    }

    /// Puts the pixels of a row into their blocks.
    private void place(byte[] row, int pass, int y, int pixels) {
        int bottom = Math.min(height, y + BLOCK_HEIGHT[pass]);
        for (int toY = y; toY < bottom; toY++) {
            for (int i = 0; i < pixels; i++) {
                int x = FIRST_X[pass] + i * STEP_X[pass];
                int right = Math.min(width, x + BLOCK_WIDTH[pass]);
                for (int toX = x; toX < right; toX++) {
                    copyPixel(row, i, toY * rowLength, toX);
                }
            }
        }
    }

    /// @param start where the row of the picture begins
    private void copyPixel(byte[] from, int index, int start, int toIndex) {
        if (pixelBits >= 8) {
            int bytes = pixelBits / 8;
            System.arraycopy(from, 1 + index * bytes, rows, start + 1 + toIndex * bytes, bytes);
            return;
        }
        int mask = (1 << pixelBits) - 1;
        int value = (from[1 + index * pixelBits / 8] >> shift(index)) & mask;
        int at = start + 1 + toIndex * pixelBits / 8;
        int shift = shift(toIndex);
        rows[at] = (byte) ((rows[at] & ~(mask << shift)) | (value << shift));
    }

    /// How far the bits of a pixel are from the right of their byte.
    private int shift(int index) {
        return 8 - pixelBits - index * pixelBits % 8;
    }
}
