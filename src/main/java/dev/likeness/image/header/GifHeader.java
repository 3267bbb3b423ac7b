package dev.likeness.image.header;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The position of a GIF's first frame on its canvas (GIF89a, sections 18 to 20), in pixels.
public record GifHeader(int canvasWidth, int canvasHeight, int left, int top, int width, int height) {
    private static final int FIRST_BLOCK = 13;

    /// Reads the header of a whole GIF file.
    ///
    /// @throws java.nio.BufferUnderflowException if the file ends inside its header
    public static GifHeader read(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int flags = file.get(10);
        file.position(FIRST_BLOCK);
        if ((flags & 0x80) != 0) {
            file.position(FIRST_BLOCK + 3 * (2 << (flags & 7)));
        }
        int block = file.get();
        while (block == '!') {
            file.get();
            skipSubBlocks(file);
            block = file.get();
        }
        if (block != ',') {
            throw ImageFormat.GIF.corrupt("it contains no picture");
        }
        int left = Short.toUnsignedInt(file.getShort());
        int top = Short.toUnsignedInt(file.getShort());
        int width = Short.toUnsignedInt(file.getShort());
        int height = Short.toUnsignedInt(file.getShort());
        // Some writers set the canvas size to zero. Browsers then use the size of the frame, and so does this
        // method.
        int canvasWidth = Short.toUnsignedInt(file.getShort(6));
        int canvasHeight = Short.toUnsignedInt(file.getShort(8));
        return new GifHeader(
                canvasWidth == 0 ? left + width : canvasWidth,
                canvasHeight == 0 ? top + height : canvasHeight,
                left,
                top,
                width,
                height);
    }

    /// Whether the file ends inside its first frame.
    public static boolean endsEarly(byte[] bytes) {
        return torn(bytes) >= 0;
    }

    /// Where the data block begins in which the file ends, if that belongs to the first frame; else -1.
    public static int torn(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        int flags = file.get(10);
        int at = FIRST_BLOCK + ((flags & 0x80) != 0 ? 3 * (2 << (flags & 7)) : 0);
        while (bytes[at] == '!') {
            file.position(at + 2);
            skipSubBlocks(file);
            at = file.position();
        }
        int tableFlags = bytes[at + 9];
        at += 11 + ((tableFlags & 0x80) != 0 ? 3 * (2 << (tableFlags & 7)) : 0);
        while (at < bytes.length && bytes[at] != 0) {
            int next = at + 1 + (bytes[at] & 0xFF);
            if (next > bytes.length) {
                return at;
            }
            at = next;
        }
        return at < bytes.length ? -1 : bytes.length;
    }

    private static void skipSubBlocks(ByteBuffer file) {
        int length = file.get() & 0xFF;
        while (length != 0) {
            file.position(file.position() + length);
            length = file.get() & 0xFF;
        }
    }
}
