package dev.likeness.image.repair;

import dev.likeness.image.header.GifHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Completes WebP and GIF files that end early.
public final class TornFiles {
    private static final int RIFF_HEADER = 12;

    /// How much longer a file may become. A file that lost more is not worth reading.
    private static final int MAX_PADDING = 64 << 20;

    private TornFiles() {}

    /// The WebP with zeros for what is missing of its last chunk. The decoder continues the picture with what
    /// is most probable to it.
    public static byte[] completedWebp(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long at = RIFF_HEADER;
        while (at + 8 <= bytes.length) {
            long length = Integer.toUnsignedLong(file.getInt((int) at + 4));
            at += 8 + length + (length & 1);
        }
        if (at - bytes.length > MAX_PADDING) {
            return bytes;
        }
        byte[] whole = Arrays.copyOf(bytes, (int) Math.max(bytes.length, at));
        ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putInt(4, whole.length - 8);
        return whole;
    }

    /// The GIF with an end behind its last complete data. What follows stays as the canvas is.
    public static byte[] completedGif(byte[] bytes) {
        int torn = GifHeader.torn(bytes);
        if (torn < 0) {
            return bytes;
        }
        byte[] whole = Arrays.copyOf(bytes, bytes.length + 2);
        if (torn < bytes.length) {
            whole[torn] = (byte) (bytes.length - torn - 1);
        }
        whole[bytes.length + 1] = ';';
        return whole;
    }
}
