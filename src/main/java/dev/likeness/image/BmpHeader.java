package dev.likeness.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The size in a BMP's information header: of OS/2 with 16 bits a side, or of Windows with 32, negative heights
/// meaning rows from the top.
final class BmpHeader {
    private static final int SIZES_AT = 18;
    private static final int CORE_HEADER = 12;

    private BmpHeader() {}

    /// @throws IndexOutOfBoundsException if the file ends inside its header
    static ImageHeader read(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (file.getInt(14) == CORE_HEADER) {
            return ImageHeader.ofSize(
                    Short.toUnsignedInt(file.getShort(SIZES_AT)), Short.toUnsignedInt(file.getShort(SIZES_AT + 2)));
        }
        int height = file.getInt(SIZES_AT + 4);
        return ImageHeader.ofSize(file.getInt(SIZES_AT), height == Integer.MIN_VALUE ? 0 : Math.abs(height));
    }
}
