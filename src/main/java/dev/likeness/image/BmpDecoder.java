package dev.likeness.image;

import dev.likeness.image.header.ImageHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// Decodes uncompressed BMP files that OpenCV does not read: those with 16 bits per pixel, and those that end
/// early. Rows that are missing are grey.
final class BmpDecoder {
    private static final int PIXELS_OFFSET = 10;
    private static final int FILE_HEADER_BYTES = 14;
    private static final int CORE_HEADER_BYTES = 12;
    private static final int HEIGHT_OFFSET = 22;
    private static final int MASKS_OFFSET = 54;
    private static final int BIT_FIELDS = 3;
    private static final int ALPHA_BIT_FIELDS = 6;
    private static final Set<Integer> BIT_DEPTHS = Set.of(1, 4, 8, 16, 24, 32);
    private static final byte GRAY = (byte) 0x80;
    private static final int[] MASKS_16 = {0x7C00, 0x03E0, 0x001F};
    private static final int[] MASKS_32 = {0xFF0000, 0xFF00, 0xFF};

    private final ByteBuffer file;
    private final int bits;
    private final boolean core;
    private final int compression;

    private BmpDecoder(byte[] bytes) {
        file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        core = file.getInt(FILE_HEADER_BYTES) == CORE_HEADER_BYTES;
        bits = Short.toUnsignedInt(file.getShort(core ? 24 : 28));
        compression = core ? 0 : file.getInt(30);
    }

    /// Whether OpenCV cannot be trusted with the file: it has 16 bits per pixel, or ends early.
    static boolean isFor(byte[] bytes, ImageHeader header) {
        BmpDecoder decoder = new BmpDecoder(bytes);
        return decoder.isPlain() && (decoder.bits == 16 || decoder.rows(header) < header.height());
    }

    /// Whether rows are missing at the end of the file.
    static boolean endsEarly(byte[] bytes, ImageHeader header) {
        BmpDecoder decoder = new BmpDecoder(bytes);
        return decoder.isPlain() && decoder.rows(header) < header.height();
    }

    private boolean isPlain() {
        boolean masks = (bits == 16 || bits == 32) && (compression == BIT_FIELDS || compression == ALPHA_BIT_FIELDS);
        return masks || (compression == 0 && BIT_DEPTHS.contains(bits));
    }

    private long rowBytes(int width) {
        return ((long) width * bits + 31) / 32 * 4;
    }

    /// The rows that are in the file.
    private int rows(ImageHeader header) {
        long start = Integer.toUnsignedLong(file.getInt(PIXELS_OFFSET));
        long there = Math.max(0, file.limit() - start) / Math.max(1, rowBytes(header.width()));
        return (int) Math.min(header.height(), there);
    }

    /// Decodes the rows that are in the file.
    ///
    /// @return the picture; empty if there is no complete row
    static Optional<RgbImage> decode(byte[] bytes, ImageHeader header) {
        BmpDecoder decoder = new BmpDecoder(bytes);
        int rows = decoder.rows(header);
        return rows == 0 ? Optional.empty() : Optional.of(decoder.decode(header.width(), header.height(), rows));
    }

    private RgbImage decode(int width, int height, int rows) {
        byte[] rgb = new byte[Math.toIntExact(3L * width * height)];
        Arrays.fill(rgb, GRAY);
        boolean topDown = !core && file.getInt(HEIGHT_OFFSET) < 0;
        int[] colors = bits <= 8 ? palette() : new int[0];
        int[] masks = masks();
        long start = Integer.toUnsignedLong(file.getInt(PIXELS_OFFSET));
        for (int row = 0; row < rows; row++) {
            int source = (int) (start + row * rowBytes(width));
            int target = 3 * width * (topDown ? row : height - 1 - row);
            for (int column = 0; column < width; column++) {
                int color = bits <= 8 ? colors[index(source, column)] : color(source, column, masks);
                rgb[target++] = (byte) (color >> 16);
                rgb[target++] = (byte) (color >> 8);
                rgb[target++] = (byte) color;
            }
        }
        return new RgbImage(width, height, rgb);
    }

    private int index(int row, int column) {
        int bit = column * bits;
        return file.get(row + bit / 8) >> (8 - bits - bit % 8) & ((1 << bits) - 1);
    }

    private int color(int row, int column, int[] masks) {
        if (bits == 24) {
            int at = row + 3 * column;
            return (file.get(at + 2) & 0xFF) << 16 | (file.get(at + 1) & 0xFF) << 8 | (file.get(at) & 0xFF);
        }
        int pixel = bits == 16 ? Short.toUnsignedInt(file.getShort(row + 2 * column)) : file.getInt(row + 4 * column);
        return level(pixel, masks[0]) << 16 | level(pixel, masks[1]) << 8 | level(pixel, masks[2]);
    }

    /// The bits of a mask as a level of 0 to 255.
    private static int level(int pixel, int mask) {
        if (mask == 0) {
            return 0;
        }
        int shift = Integer.numberOfTrailingZeros(mask);
        long most = Integer.toUnsignedLong(mask) >>> shift;
        return (int) ((Integer.toUnsignedLong(pixel & mask) >>> shift) * 255 / most);
    }

    private int[] masks() {
        if (compression == 0) {
            return bits == 16 ? MASKS_16 : MASKS_32;
        }
        return new int[] {file.getInt(MASKS_OFFSET), file.getInt(MASKS_OFFSET + 4), file.getInt(MASKS_OFFSET + 8)};
    }

    private int[] palette() {
        int[] colors = new int[1 << bits];
        int entry = core ? 3 : 4;
        int at = FILE_HEADER_BYTES + file.getInt(FILE_HEADER_BYTES);
        for (int i = 0; i < colors.length && at + entry <= file.limit(); i++, at += entry) {
            colors[i] = (file.get(at + 2) & 0xFF) << 16 | (file.get(at + 1) & 0xFF) << 8 | (file.get(at) & 0xFF);
        }
        return colors;
    }
}
