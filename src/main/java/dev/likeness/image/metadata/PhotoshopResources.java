package dev.likeness.image.metadata;

import java.nio.ByteBuffer;
import java.util.Optional;

/// Finds a block among the image resources of Photoshop, which JPEG, TIFF and PSD files carry (Adobe
/// Photoshop File Formats Specification, image resource blocks).
public final class PhotoshopResources {
    public static final int IPTC = 0x0404;
    public static final int EXIF = 0x0422;
    public static final int XMP = 0x0424;

    private static final int SIGNATURE = 0x3842494D; // 8BIM
    private static final int MAX_BLOCKS = 1_000;

    private PhotoshopResources() {}

    /// The content of the first block with this id.
    public static Optional<byte[]> find(ByteBuffer resources, int id) {
        ByteBuffer left = resources.slice();
        for (int block = 0; block < MAX_BLOCKS && left.remaining() >= 12 && left.getInt() == SIGNATURE; block++) {
            int found = Short.toUnsignedInt(left.getShort());
            int nameLength = left.get() & 0xFF;
            // The name and its length byte take an even number of bytes, and so does the content.
            int afterName = left.position() + nameLength + (1 - nameLength & 1);
            if (afterName + 4 > left.limit()) {
                return Optional.empty();
            }
            left.position(afterName);
            int length = left.getInt();
            if (length < 0 || length > left.remaining()) {
                return Optional.empty();
            }
            if (found == id) {
                byte[] content = new byte[length];
                left.get(content);
                return Optional.of(content);
            }
            left.position(Math.min(left.limit(), left.position() + length + (length & 1)));
        }
        return Optional.empty();
    }
}
