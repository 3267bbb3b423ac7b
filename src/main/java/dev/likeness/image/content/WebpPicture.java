package dev.likeness.image.content;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// The coded picture of a WebP (RFC 9649): the chunks of pictures. The chunk VP8X does not count: it says which
/// metadata follow, and a picture with metadata needs it.
final class WebpPicture {
    private static final int FIRST_CHUNK = 12;
    private static final Set<String> PICTURE = Set.of("VP8 ", "VP8L", "ALPH", "ANIM", "ANMF");

    private WebpPicture() {}

    static void digest(ByteBuffer bytes, PictureDigest digest) {
        ByteBuffer file = bytes.order(ByteOrder.LITTLE_ENDIAN);
        int at = FIRST_CHUNK;
        while (file.limit() - at >= 8) {
            byte[] name = new byte[4];
            file.get(at, name);
            String type = new String(name, StandardCharsets.ISO_8859_1);
            long length = Math.min(Integer.toUnsignedLong(file.getInt(at + 4)), file.limit() - (at + 8L));
            if (PICTURE.contains(type)) {
                digest.text(type);
                digest.data(file, at + 8L, length);
            }
            at = (int) Math.min(file.limit(), at + 8 + length + (length & 1));
        }
    }
}
