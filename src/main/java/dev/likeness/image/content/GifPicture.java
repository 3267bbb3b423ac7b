package dev.likeness.image.content;

import java.nio.ByteBuffer;

/// The coded picture of a GIF (GIF89a): everything up to the trailer but comments and application extensions.
final class GifPicture {
    private static final int SIGNATURE_LENGTH = 6;
    private static final int FIRST_BLOCK = 13;
    private static final int EXTENSION = '!';
    private static final int IMAGE = ',';
    private static final int TRAILER = ';';
    private static final int COMMENT = 0xFE;
    private static final int APPLICATION = 0xFF;

    private GifPicture() {}

    static void digest(ByteBuffer file, PictureDigest digest) {
        int at = FIRST_BLOCK + colorTable(file.get(10));
        // The version in the signature tells only whether there may be extensions.
        digest.data(file, SIGNATURE_LENGTH, at - SIGNATURE_LENGTH);
        while (at < file.limit()) {
            int block = file.get(at) & 0xFF;
            if (block == TRAILER) {
                return;
            }
            if (block == EXTENSION) {
                int label = file.get(at + 1) & 0xFF;
                int end = endOfSubBlocks(file, at + 2);
                if (label != COMMENT && label != APPLICATION) {
                    digest.data(file, at, end - at);
                }
                at = end;
            } else if (block == IMAGE) {
                int data = at + 10 + colorTable(file.get(at + 9)) + 1;
                int end = endOfSubBlocks(file, data);
                digest.data(file, at, end - at);
                at = end;
            } else {
                throw new IllegalArgumentException("unknown block " + block);
            }
        }
    }

    private static int colorTable(byte flags) {
        return (flags & 0x80) == 0 ? 0 : 3 * (2 << (flags & 7));
    }

    private static int endOfSubBlocks(ByteBuffer file, int start) {
        int at = start;
        int length = file.get(at) & 0xFF;
        while (length != 0) {
            at += 1 + length;
            length = file.get(at) & 0xFF;
        }
        return at + 1;
    }
}
