package dev.likeness.image.repair;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The filtered rows of a PNG's pixel data, as far as they can be inflated and begin with a filter that there
/// is.
final class InflatedRows implements AutoCloseable {
    private static final int MAX_FILTER = 4;

    private final Inflater inflater = new Inflater();

    InflatedRows(byte[] data) {
        inflater.setInput(data);
    }

    /// Reads the next row; returns whether it is complete. After a row that is not, there is none.
    ///
    /// @param length bytes of the row, with that of its filter
    boolean next(byte[] row, int length) {
        int filled = 0;
        try {
            while (filled < length) {
                int count = inflater.inflate(row, filled, length - filled);
                if (count == 0) {
                    return false;
                }
                filled += count;
            }
        } catch (DataFormatException _) {
            return false;
        }
        return row[0] >= 0 && row[0] <= MAX_FILTER;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
