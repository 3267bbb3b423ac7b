package dev.likeness.image.header;

import dev.likeness.face.Orientation;
import dev.likeness.image.metadata.Exif;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the upright size of a JPEG XL picture from its codestream (ISO/IEC 18181-1, annexes A and D), and the
/// metadata from its container (ISO/IEC 18181-2). The converter decodes the pixels and turns them upright.
public final class JxlHeader {
    private static final int[][] RATIOS = {{1, 1}, {12, 10}, {4, 3}, {3, 2}, {16, 9}, {5, 4}, {2, 1}};
    private static final int[] SIZE_BITS = {9, 13, 18, 30};

    /// Boxes of type `brob` need a decoder of Brotli, which is not among the dependencies.
    private static final String COMPRESSED_METADATA = "its metadata are compressed with Brotli and are not read";

    private final List<byte[]> packets = new ArrayList<>();
    private Optional<ByteBuffer> codestream = Optional.empty();
    private Exif exif = Exif.NONE;
    private boolean hasCompressedMetadata;

    private JxlHeader(byte[] bytes) {
        if (ImageFormat.startsWith(bytes, 0xFF, 0x0A)) {
            codestream = Optional.of(ByteBuffer.wrap(bytes));
        } else {
            IsoBoxes.each(ByteBuffer.wrap(bytes), this::read);
        }
    }

    /// Reads the header of a whole file.
    ///
    /// @throws java.nio.BufferUnderflowException if the file ends inside its header
    public static ImageHeader read(byte[] bytes) {
        JxlHeader header = new JxlHeader(bytes);
        ByteBuffer codestream =
                header.codestream.orElseThrow(() -> ImageFormat.JXL.corrupt("it contains no codestream"));
        return header.size(new Bits(codestream.position(2)));
    }

    static List<byte[]> xmpPackets(byte[] bytes) {
        return new JxlHeader(bytes).packets;
    }

    private void read(IsoBoxes.Box box) {
        ByteBuffer content = box.content();
        switch (box.type()) {
            case "jxlc" -> codestream = codestream.or(() -> Optional.of(content));
            case "jxlp" ->
                codestream = codestream.or(() -> Optional.of(content.position(4).slice()));
            case "Exif" -> exif = Exif.read(IsoBoxes.bytes(content.position(4)));
            case "brob" -> hasCompressedMetadata |= isMetadata(content);
            case "xml " -> packets.add(IsoBoxes.bytes(content));
            default -> {
                // No other box is needed.
            }
        }
    }

    private ImageHeader size(Bits bits) {
        boolean small = bits.next(1) == 1;
        long height = side(bits, small);
        int ratio = bits.next(3);
        long width = ratio == 0 ? side(bits, small) : height * RATIOS[ratio - 1][0] / RATIOS[ratio - 1][1];
        boolean plain = bits.next(1) == 1;
        Orientation orientation =
                !plain && bits.next(1) == 1 ? Orientation.ofTag(1 + bits.next(3)) : Orientation.UPRIGHT;
        int stored = (int) Math.min(Integer.MAX_VALUE, width);
        ImageHeader size = orientation.swapsSides()
                ? ImageHeader.ofSize((int) height, stored)
                : ImageHeader.ofSize(stored, (int) height);
        ImageHeader header = size.with(exif.turned(Optional.of(Orientation.UPRIGHT)), List.of());
        return hasCompressedMetadata ? header.withFlaw(Optional.of(COMPRESSED_METADATA)) : header;
    }

    /// Whether a compressed box holds EXIF or XMP.
    private static boolean isMetadata(ByteBuffer content) {
        String type = content.remaining() < 4 ? "" : IsoBoxes.type(content);
        return type.equals("Exif") || type.equals("xml ");
    }

    private static long side(Bits bits, boolean small) {
        return small ? 8L * (1 + bits.next(5)) : 1L + bits.next(SIZE_BITS[bits.next(2)]);
    }

    /// Reads bits from the lowest of each byte on.
    private static final class Bits {
        private final ByteBuffer bytes;
        private int left;
        private int current;

        Bits(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        int next(int count) {
            int value = 0;
            for (int bit = 0; bit < count; bit++) {
                if (left == 0) {
                    current = bytes.get() & 0xFF;
                    left = 8;
                }
                value |= (current & 1) << bit;
                current >>= 1;
                left--;
            }
            return value;
        }
    }
}
