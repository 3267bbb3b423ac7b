package dev.likeness.image.header;

import dev.likeness.image.metadata.Exif;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// Reads the RIFF chunks of a WebP (RFC 9649, section 2).
public final class WebpHeader {
    private static final int FIRST_CHUNK = 12;

    private final ByteBuffer file;
    private int width;
    private int height;
    private boolean endsEarly;
    private Exif exif = Exif.NONE;
    private Optional<ByteBuffer> profile = Optional.empty();

    private WebpHeader(byte[] bytes) {
        this.file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(FIRST_CHUNK);
    }

    /// Reads the header of a whole WebP file.
    ///
    /// @throws IndexOutOfBoundsException if the file ends inside its header
    public static ImageHeader read(byte[] bytes) {
        WebpHeader header = new WebpHeader(bytes);
        header.walk();
        return new ImageHeader(header.width, header.height, 3, header.exif, header.profile, Optional.empty())
                .withFlaw(header.endsEarly ? Optional.of(ImageHeader.ENDS_EARLY) : Optional.empty());
    }

    private void walk() {
        endsEarly = Integer.toUnsignedLong(file.getInt(4)) + 8 > file.limit();
        while (width == 0 || file.remaining() >= 8) {
            int start = file.position();
            String type = ImageFormat.ascii(file.array(), start, 4);
            long length = Integer.toUnsignedLong(file.getInt(start + 4));
            int available = (int) Math.min(length, file.remaining() - 8L);
            read(type, start + 8, available);
            if (available < length) {
                endsEarly = true;
                return;
            }
            file.position(Math.min(file.limit(), start + 8 + available + (available & 1)));
        }
    }

    private void read(String type, int at, int length) {
        switch (type) {
            case "VP8X" -> {
                width = 1 + (file.getInt(at + 4) & 0xFF_FFFF);
                height = 1 + (file.getInt(at + 6) >>> 8);
            }
            case "VP8 " -> {
                if (width == 0) {
                    width = file.getShort(at + 6) & 0x3FFF;
                    height = file.getShort(at + 8) & 0x3FFF;
                }
            }
            case "VP8L" -> {
                if (width == 0) {
                    int sizes = file.getInt(at + 1);
                    width = 1 + (sizes & 0x3FFF);
                    height = 1 + (sizes >>> 14 & 0x3FFF);
                }
            }
            case "EXIF" -> exif = Exif.read(bytes(at, length));
            case "ICCP" -> profile = Optional.of(ByteBuffer.wrap(bytes(at, length)));
            default -> {
                // No other chunk is needed.
            }
        }
    }

    private byte[] bytes(int at, int length) {
        byte[] part = new byte[length];
        file.get(at, part);
        return part;
    }
}
