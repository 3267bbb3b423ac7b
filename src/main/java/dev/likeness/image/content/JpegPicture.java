package dev.likeness.image.content;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/// The coded picture of a JPEG (ITU-T T.81, annex B): its segments but comments and application data, and its
/// scans. Fill bytes before a marker and everything after EOI, such as a video or a second picture, do not
/// count.
final class JpegPicture {
    private static final int END_OF_IMAGE = 0xD9;
    private static final int START_OF_SCAN = 0xDA;
    private static final int APP0 = 0xE0;
    private static final int APP14 = 0xEE;
    private static final int APP15 = 0xEF;
    private static final int COMMENT = 0xFE;

    private JpegPicture() {}

    static void digest(ByteBuffer file, PictureDigest digest) {
        file.position(2);
        boolean hasScan = false;
        while (true) {
            int marker;
            try {
                marker = nextMarker(file);
            } catch (BufferUnderflowException e) {
                if (hasScan) {
                    return; // A file that was cut off has no EOI.
                }
                throw e;
            }
            if (marker == END_OF_IMAGE) {
                return;
            }
            if (isStandalone(marker)) {
                continue;
            }
            int start = file.position();
            int end = start + Short.toUnsignedInt(file.getShort(start));
            if (marker == START_OF_SCAN) {
                end = endOfScan(file, end);
                hasScan = true;
            }
            if (!isMetadata(marker)) {
                digest.number(marker);
                digest.data(file, start, end - start);
            }
            file.position(end);
        }
    }

    private static boolean isMetadata(int marker) {
        return marker == COMMENT || (marker >= APP0 && marker <= APP15 && marker != APP14);
    }

    private static int nextMarker(ByteBuffer file) {
        while (file.get() != (byte) 0xFF) {
            // Decoders skip stray bytes between segments.
        }
        int marker = 0xFF;
        while (marker == 0xFF) {
            marker = file.get() & 0xFF;
        }
        return marker;
    }

    private static boolean isStandalone(int marker) {
        return marker <= 0x01 || isRestart(marker) || marker == 0xD8;
    }

    private static boolean isRestart(int marker) {
        return marker >= 0xD0 && marker <= 0xD7;
    }

    /// Where the entropy-coded data that begins here ends: at the next marker that is not a restart, or with
    /// the file.
    private static int endOfScan(ByteBuffer file, int start) {
        int last = file.limit() - 1;
        for (int at = start; at < last; at++) {
            if (file.get(at) == (byte) 0xFF) {
                int next = file.get(at + 1) & 0xFF;
                if (next != 0 && next != 0xFF && !isRestart(next)) {
                    return at;
                }
            }
        }
        return Math.max(start, file.limit());
    }
}
