package dev.likeness.image.header;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Walks the boxes of a file of the ISO base media format (ISO/IEC 14496-12, section 4.2), which HEIF, JPEG
/// XL, JPEG 2000 and CR3 have in common.
public final class IsoBoxes {
    private IsoBoxes() {}

    /// A box: its type and what it contains.
    public record Box(String type, ByteBuffer content) {}

    /// Calls the reader for each box. The last box of a truncated file is as long as what is left.
    public static void each(ByteBuffer parent, Consumer<Box> reader) {
        while (parent.remaining() >= 8) {
            int start = parent.position();
            long available = parent.remaining();
            long size = Integer.toUnsignedLong(parent.getInt());
            String type = type(parent);
            if (size == 1) {
                size = parent.getLong();
            } else if (size == 0) {
                size = available;
            }
            int headerLength = parent.position() - start;
            if (size < headerLength || size > available) {
                // The last box of a truncated file. Later checks decide whether the boxes before it suffice.
                size = available;
            }
            int end = start + (int) size;
            reader.accept(new Box(type, parent.slice(parent.position(), end - parent.position())));
            parent.position(end);
        }
    }

    /// The next four bytes as the name of a type.
    static String type(ByteBuffer content) {
        byte[] letters = new byte[4];
        content.get(letters);
        return new String(letters, StandardCharsets.ISO_8859_1);
    }

    /// What is left in a buffer.
    static byte[] bytes(ByteBuffer content) {
        byte[] bytes = new byte[content.remaining()];
        content.duplicate().get(bytes);
        return bytes;
    }

    /// The version of a full box, whose flags are read, too.
    public static int version(ByteBuffer content) {
        return content.getInt() >>> 24;
    }

    /// The next bytes as an unsigned number.
    ///
    /// @param length 0 to 8 bytes
    public static long number(ByteBuffer content, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = (value << 8) | (content.get() & 0xFF);
        }
        return value;
    }
}
