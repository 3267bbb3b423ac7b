package dev.likeness.image.content;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The coded picture of a PNG (ISO/IEC 15948): critical chunks, whose names begin with an upper-case letter,
/// and tRNS, which decides what is transparent. How the data are split into IDAT chunks does not count.
final class PngPicture {
    private static final int SIGNATURE_LENGTH = 8;
    private static final int CHECKSUM_LENGTH = 4;

    private PngPicture() {}

    static void digest(ByteBuffer file, PictureDigest digest) {
        int at = SIGNATURE_LENGTH;
        boolean inData = false;
        while (file.limit() - at >= 8) {
            long length = Integer.toUnsignedLong(file.getInt(at));
            byte[] name = new byte[4];
            file.get(at + 4, name);
            String type = new String(name, StandardCharsets.ISO_8859_1);
            if (type.equals("IEND")) {
                return;
            }
            boolean isData = type.equals("IDAT");
            if (isData || type.equals("tRNS") || Character.isUpperCase(type.charAt(0))) {
                if (!isData || !inData) {
                    digest.text(type);
                }
                inData = isData;
                digest.data(file, at + 8L, Math.min(length, file.limit() - (at + 8L)));
            }
            at = (int) Math.min(file.limit(), at + 8 + length + CHECKSUM_LENGTH);
        }
    }
}
