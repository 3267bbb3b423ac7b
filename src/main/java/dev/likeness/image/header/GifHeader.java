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

    private static void skipSubBlocks(ByteBuffer file) {
        int length = file.get() & 0xFF;
        while (length != 0) {
            file.position(file.position() + length);
            length = file.get() & 0xFF;
        }
    }
}
