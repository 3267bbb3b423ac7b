package dev.likeness.image.header;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Reads the size of a BMP from its information header. OS/2 headers store 16 bits per side, Windows headers
/// 32 bits. A negative height means that rows start at the top.
public final class BmpHeader {
    private static final int SIZES_OFFSET = 18;
    private static final int CORE_HEADER_BYTES = 12;

    private BmpHeader() {}

    /// Reads the header of a whole BMP file.
    ///
    /// @throws IndexOutOfBoundsException if the file ends inside its header
    public static ImageHeader read(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (file.getInt(14) == CORE_HEADER_BYTES) {
            return ImageHeader.ofSize(
                    Short.toUnsignedInt(file.getShort(SIZES_OFFSET)),
                    Short.toUnsignedInt(file.getShort(SIZES_OFFSET + 2)));
        }
        int height = file.getInt(SIZES_OFFSET + 4);
        return ImageHeader.ofSize(file.getInt(SIZES_OFFSET), height == Integer.MIN_VALUE ? 0 : Math.abs(height));
    }
}
