package dev.likeness.image.header;

import dev.likeness.image.metadata.Exif;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Reads the size of a JPEG 2000 picture and its metadata (ISO/IEC 15444-1, annex I for files, annex A for a
/// bare codestream). The converter decodes the pixels and leaves them as they are stored.
public final class Jp2Header {
    private static final int SIZES_IN_CODESTREAM = 8;
    private static final int UUID_BYTES = 16;
    private static final byte[] EXIF = "JpgTiffExif->JP2".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] XMP = HexFormat.of().parseHex("be7acfcb97a942e89c71999491e3afac");

    private final List<byte[]> packets = new ArrayList<>();
    private Optional<ImageHeader> size = Optional.empty();
    private Exif exif = Exif.NONE;

    private Jp2Header(byte[] bytes) {
        IsoBoxes.each(ByteBuffer.wrap(bytes), this::read);
    }

    /// Whether a file is a codestream without a container.
    public static boolean isCodestream(byte[] bytes) {
        return ImageFormat.startsWith(bytes, 0xFF, 0x4F, 0xFF, 0x51);
    }

    /// Reads the header of a whole file.
    ///
    /// @throws RuntimeException a buffer exception if the file ends inside its header
    public static ImageHeader read(byte[] bytes) {
        if (isCodestream(bytes)) {
            ByteBuffer sizes = ByteBuffer.wrap(bytes).position(SIZES_IN_CODESTREAM);
            int right = sizes.getInt();
            int bottom = sizes.getInt();
            return ImageHeader.ofSize(right - sizes.getInt(), bottom - sizes.getInt());
        }
        Jp2Header header = new Jp2Header(bytes);
        return header.size
                .orElseThrow(() -> ImageFormat.JP2.corrupt("it declares no size"))
                .with(header.exif, List.of());
    }

    static List<byte[]> xmpPackets(byte[] bytes) {
        return isCodestream(bytes) ? List.of() : new Jp2Header(bytes).packets;
    }

    private void read(IsoBoxes.Box box) {
        ByteBuffer content = box.content();
        switch (box.type()) {
            case "jp2h" -> IsoBoxes.each(content, this::readSize);
            case "uuid" -> {
                byte[] uuid = new byte[UUID_BYTES];
                content.get(uuid);
                if (Arrays.equals(uuid, EXIF)) {
                    exif = Exif.read(IsoBoxes.bytes(content));
                } else if (Arrays.equals(uuid, XMP)) {
                    packets.add(IsoBoxes.bytes(content));
                }
            }
            default -> {
                // No other box is needed.
            }
        }
    }

    private void readSize(IsoBoxes.Box box) {
        if (box.type().equals("ihdr")) {
            int height = box.content().getInt();
            size = Optional.of(ImageHeader.ofSize(box.content().getInt(), height));
        }
    }
}
