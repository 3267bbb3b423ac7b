package dev.likeness.image.header;

import dev.likeness.face.CaptureTime;
import dev.likeness.image.metadata.Exif;
import dev.likeness.image.metadata.Iptc;
import dev.likeness.image.metadata.PhotoshopResources;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Reads the marker segments of a JPEG up to its first scan (ITU-T T.81, annex B).
public final class JpegHeader {
    private static final int START_OF_SCAN = 0xDA;
    private static final int END_OF_IMAGE = 0xD9;
    private static final int APP1 = 0xE1;
    private static final int APP2 = 0xE2;
    private static final int APP13 = 0xED;
    private static final byte[] EXIF_PREAMBLE = {'E', 'x', 'i', 'f', 0, 0};
    private static final byte[] PHOTOSHOP_PREAMBLE = {'P', 'h', 'o', 't', 'o', 's', 'h', 'o', 'p', ' ', '3', '.', '0', 0
    };
    private static final byte[] ICC_PREAMBLE = {'I', 'C', 'C', '_', 'P', 'R', 'O', 'F', 'I', 'L', 'E', 0};

    private final ByteBuffer file;
    private final TreeMap<Integer, byte[]> profileParts = new TreeMap<>();
    private int profilePartCount;
    private int width;
    private int height;
    private int channels;
    private Exif exif = Exif.NONE;
    private List<CaptureTime> times = List.of();
    private Optional<String> damage = Optional.empty();

    private JpegHeader(byte[] bytes) {
        this.file = ByteBuffer.wrap(bytes);
    }

    /// Reads the header of a whole JPEG file.
    ///
    /// @throws java.nio.BufferUnderflowException if the file ends inside its header
    public static ImageHeader read(byte[] bytes) {
        JpegHeader header = new JpegHeader(bytes);
        header.walk();
        return new ImageHeader(
                header.width,
                header.height,
                header.channels,
                header.exif,
                header.times,
                header.profile(),
                header.damage,
                Optional.empty());
    }

    /// Whether the file has no end marker. Costs nothing if it is the last thing in the file.
    public static boolean endsEarly(byte[] bytes) {
        int last = bytes.length - 2;
        if (bytes[last] == (byte) 0xFF && bytes[last + 1] == (byte) END_OF_IMAGE) {
            return false;
        }
        ByteBuffer file = ByteBuffer.wrap(bytes).position(2);
        try {
            int marker;
            do {
                marker = nextMarker(file);
                if (marker != END_OF_IMAGE && !isStandalone(marker)) {
                    file.position(file.position() + Short.toUnsignedInt(file.getShort(file.position())));
                }
            } while (marker != END_OF_IMAGE);
            return false;
        } catch (IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException _) {
            return true;
        }
    }

    /// The number of bytes of a truncated file that a decoder can use: the whole file, or, if it ends inside
    /// a marker segment as a progressive JPEG may, the bytes before that segment.
    public static int usableLength(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes).position(2);
        int start = 2;
        try {
            while (true) {
                int marker = nextMarker(file);
                start = file.position() - 2;
                if (marker == END_OF_IMAGE) {
                    return bytes.length;
                }
                if (!isStandalone(marker)) {
                    file.position(file.position() + Short.toUnsignedInt(file.getShort(file.position())));
                }
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            return start;
        } catch (BufferUnderflowException _) {
            return bytes.length;
        }
    }

    private void walk() {
        file.position(2);
        while (true) {
            int marker = nextMarker(file);
            if (marker == END_OF_IMAGE) {
                throw ImageFormat.JPEG.corrupt("it ends before any pixel data");
            }
            if (isStandalone(marker)) {
                continue;
            }
            int end = file.position() + Short.toUnsignedInt(file.getShort(file.position()));
            file.position(file.position() + 2);
            if (marker == START_OF_SCAN) {
                checkScanData(end);
                return;
            }
            read(marker, end);
            file.position(end);
        }
    }

    static int nextMarker(ByteBuffer file) {
        // Decoders skip stray bytes between segments, so this method does too.
        while (file.get() != (byte) 0xFF) {}
        int marker = 0xFF;
        while (marker == 0xFF) {
            marker = file.get() & 0xFF;
        }
        return marker;
    }

    static boolean isStandalone(int marker) {
        return marker <= 0x01 || (marker >= 0xD0 && marker <= 0xD8);
    }

    private void read(int marker, int end) {
        int length = end - file.position();
        if (isFrame(marker)) {
            int at = file.position();
            height = Short.toUnsignedInt(file.getShort(at + 1));
            width = Short.toUnsignedInt(file.getShort(at + 3));
            channels = file.get(at + 5);
        } else if (marker == APP1 && startsWith(EXIF_PREAMBLE, length) && exif.equals(Exif.NONE)) {
            byte[] block = new byte[length];
            file.get(block);
            exif = Exif.read(block);
        } else if (marker == APP13 && startsWith(PHOTOSHOP_PREAMBLE, length) && times.isEmpty()) {
            times = iptcTimes(file.position() + PHOTOSHOP_PREAMBLE.length, end);
        } else if (marker == APP2 && startsWith(ICC_PREAMBLE, length) && length > ICC_PREAMBLE.length + 2) {
            file.position(file.position() + ICC_PREAMBLE.length);
            int number = file.get() & 0xFF;
            profilePartCount = file.get() & 0xFF;
            byte[] part = new byte[end - file.position()];
            file.get(part);
            profileParts.put(number, part);
        }
    }

    private List<CaptureTime> iptcTimes(int start, int end) {
        return PhotoshopResources.find(file.slice(start, end - start), PhotoshopResources.IPTC)
                .flatMap(Iptc::time)
                .stream()
                .toList();
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private boolean startsWith(byte[] preamble, int length) {
        return length >= preamble.length
                && file.slice(file.position(), preamble.length).equals(ByteBuffer.wrap(preamble));
    }

    private void checkScanData(int start) {
        if (channels == 0) {
            throw ImageFormat.JPEG.corrupt("its pixel data begins before its size is declared");
        }
        boolean nothing = start >= file.limit() - 1;
        if (nothing || (file.get(start) == (byte) 0xFF && file.get(start + 1) == (byte) END_OF_IMAGE)) {
            damage = Optional.of("no pixel data follows its header");
        }
    }

    private Optional<ByteBuffer> profile() {
        if (profileParts.isEmpty() || profileParts.size() != profilePartCount) {
            return Optional.empty();
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        profileParts.values().forEach(whole::writeBytes);
        return Optional.of(ByteBuffer.wrap(whole.toByteArray()));
    }
}
