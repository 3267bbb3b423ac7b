package dev.likeness.image.header;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The position of a GIF's first frame on its canvas (GIF89a, sections 18 to 20), in pixels.
public record GifHeader(int canvasWidth, int canvasHeight, int left, int top, int width, int height) {
    private static final int FIRST_BLOCK = 13;
    private static final int APPLICATION = (byte) 0xFF;

    /// The first block of the extension: its length and the name of the application.
    private static final String XMP_APPLICATION = "\u000BXMP DataXMP";

    private static final int MAGIC_LENGTH = 258;
    private static final int MAX_PACKETS = 4;

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

    /// The XMP packets of a file (XMP specification part 3, section 1.1.2). Behind a packet, 258 bytes end the
    /// chain of blocks wherever a reader comes upon them that takes the packet for blocks.
    static List<byte[]> xmpPackets(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        int flags = file.get(10);
        file.position(FIRST_BLOCK + ((flags & 0x80) != 0 ? 3 * (2 << (flags & 7)) : 0));
        List<byte[]> packets = new ArrayList<>();
        while (file.hasRemaining() && packets.size() < MAX_PACKETS) {
            int block = file.get();
            if (block == '!') {
                int start = file.position() + 1 + XMP_APPLICATION.length();
                boolean isXmp = file.get() == APPLICATION
                        && ImageFormat.ascii(bytes, file.position(), XMP_APPLICATION.length())
                                .equals(XMP_APPLICATION);
                skipSubBlocks(file);
                int end = file.position() - MAGIC_LENGTH;
                if (isXmp && end > start && end - start <= XmpPackets.MAX_BYTES) {
                    packets.add(Arrays.copyOfRange(bytes, start, end));
                }
            } else if (block == ',') {
                int tableFlags = file.get(file.position() + 8);
                int table = (tableFlags & 0x80) != 0 ? 3 * (2 << (tableFlags & 7)) : 0;
                file.position(file.position() + 10 + table);
                skipSubBlocks(file);
            } else {
                break;
            }
        }
        return packets;
    }

    private static void skipSubBlocks(ByteBuffer file) {
        int length = file.get() & 0xFF;
        while (length != 0) {
            file.position(file.position() + length);
            length = file.get() & 0xFF;
        }
    }
}
