package dev.likeness.image.header;

import dev.likeness.image.metadata.Exif;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// Finds the largest JPEG in a camera's RAW file: the picture that the camera made of it. DNG, CR2, NEF, ARW,
/// ORF and RW2 have the structure of a TIFF, RAF a header of its own, CR3 the boxes of the ISO base media
/// format. Where the structure leads only to a small picture, the file is searched for the start of a JPEG,
/// because some makers keep the large one among data that only they describe.
public final class RawPreview {
    /// Formats that are compressed sensor data.
    private static final Set<Long> RAW_COMPRESSIONS = Set.of(32767L, 32769L, 32770L, 32772L, 34713L, 65000L, 65535L);

    private static final Set<Long> SENSOR_PHOTOMETRICS = Set.of(32803L, 34892L);
    private static final int DNG_VERSION = 0xC612;
    private static final int JPEG_OFFSET = 0x201;
    private static final int PANASONIC_JPEG = 0x2E;
    private static final int FUJI_JPEG_OFFSET = 84;

    /// Pixels of a preview that is good enough not to search for a larger one.
    private static final long ENOUGH_PIXELS = 1_000_000;

    /// Below this long side a picture is a thumbnail, which would give wrong faces.
    private static final int MIN_LONG_SIDE = 320;

    /// How many marker segments are looked at in one file.
    private static final int MAX_SEGMENTS = 1_000_000;

    private static final int END_OF_IMAGE = 0xD9;
    private static final int START_OF_SCAN = 0xDA;

    private final byte[] bytes;
    private final ByteBuffer file;
    private int segmentsLeft = MAX_SEGMENTS;
    private int start = -1;
    private int width;
    private int height;

    /// Where the segments of the JPEG that was measured last end.
    private int headerEnd;

    private RawPreview(byte[] bytes) {
        this.bytes = bytes;
        this.file = ByteBuffer.wrap(bytes);
    }

    /// Whether a file with the structure of a TIFF is a RAW file.
    static boolean isRaw(byte[] bytes) {
        if (ImageFormat.ascii(bytes, 8, 2).equals("CR")) {
            return true;
        }
        return TiffDirectories.of(bytes).all().stream()
                .anyMatch(directory -> directory.has(DNG_VERSION)
                        || SENSOR_PHOTOMETRICS.contains(directory.number(TiffDirectories.PHOTOMETRIC))
                        || RAW_COMPRESSIONS.contains(directory.number(TiffDirectories.COMPRESSION)));
    }

    /// Reads the header: the size of the preview, the metadata of the RAW file, and where that has none, the
    /// preview's.
    public static ImageHeader read(byte[] bytes) {
        ImageHeader preview = JpegHeader.read(jpeg(bytes));
        Exif raw = exif(bytes);
        Exif own = preview.exif();
        Exif both = new Exif(
                raw.orientation().or(own::orientation), true, raw.times().isEmpty() ? own.times() : raw.times());
        return new ImageHeader(preview.width(), preview.height(), 3, Exif.NONE, Optional.empty(), preview.damage())
                .with(both, preview.times());
    }

    private static Exif exif(byte[] bytes) {
        if (!isIsoMedia(bytes)) {
            return isFuji(bytes) ? Exif.NONE : Exif.read(bytes);
        }
        // Canon's CR3 keeps the main directory and the EXIF directory in a box each.
        Exif main = canonBox(bytes, "CMT1").map(Exif::read).orElse(Exif.NONE);
        Exif details = canonBox(bytes, "CMT2").map(Exif::read).orElse(Exif.NONE);
        return new Exif(main.orientation(), true, details.times().isEmpty() ? main.times() : details.times());
    }

    private static Optional<byte[]> canonBox(byte[] bytes, String type) {
        String head = ImageFormat.ascii(bytes, 0, Math.min(bytes.length, 1 << 16));
        int at = head.indexOf(type);
        if (at < 4) {
            return Optional.empty();
        }
        int length = ByteBuffer.wrap(bytes).getInt(at - 4) - 8;
        return length <= 0 || length > bytes.length - at - 4
                ? Optional.empty()
                : Optional.of(Arrays.copyOfRange(bytes, at + 4, at + 4 + length));
    }

    private static boolean isFuji(byte[] bytes) {
        return ImageFormat.ascii(bytes, 0, 8).equals("FUJIFILM");
    }

    private static boolean isIsoMedia(byte[] bytes) {
        return ImageFormat.ascii(bytes, 4, 4).equals("ftyp");
    }

    /// The largest JPEG in the file.
    ///
    /// @throws dev.likeness.face.LikenessException `IMAGE_CORRUPT` if there is none, or only a thumbnail
    public static byte[] jpeg(byte[] bytes) {
        RawPreview preview = new RawPreview(bytes);
        preview.followStructure();
        if (preview.pixels() < ENOUGH_PIXELS) {
            preview.search();
        }
        if (preview.start < 0) {
            throw ImageFormat.RAW.corrupt("it contains no JPEG preview; export it as JPEG");
        }
        if (Math.max(preview.width, preview.height) < MIN_LONG_SIDE) {
            throw ImageFormat.RAW.corrupt("its largest preview has only %d×%d pixels; export it as JPEG"
                    .formatted(preview.width, preview.height));
        }
        return Arrays.copyOfRange(bytes, preview.start, preview.end());
    }

    private long pixels() {
        return (long) width * height;
    }

    private void followStructure() {
        if (isFuji(bytes)) {
            if (bytes.length > FUJI_JPEG_OFFSET + 4) {
                consider(file.getInt(FUJI_JPEG_OFFSET));
            }
        } else if (!isIsoMedia(bytes)) {
            for (TiffDirectories.Directory directory : TiffDirectories.of(bytes).all()) {
                consider(directory.number(JPEG_OFFSET));
                consider(directory.offset(PANASONIC_JPEG));
                if (directory.count(TiffDirectories.STRIP_OFFSETS) == 1) {
                    consider(directory.number(TiffDirectories.STRIP_OFFSETS));
                }
            }
        }
    }

    private void search() {
        for (int at = 0; at < bytes.length - 2; at++) {
            boolean starts = bytes[at] == (byte) 0xFF && bytes[at + 1] == (byte) 0xD8 && bytes[at + 2] == (byte) 0xFF;
            if (starts && consider(at)) {
                // What is in the segments of a preview is smaller than the preview.
                at = headerEnd;
            }
        }
    }

    /// Takes the JPEG at this place if it is the largest so far; whether there is one.
    private boolean consider(long at) {
        if (at <= 0 || at > bytes.length - 4 || file.getShort((int) at) != (short) 0xFFD8) {
            return false;
        }
        ByteBuffer left = file.duplicate().position((int) at + 2);
        int foundWidth = 0;
        int foundHeight = 0;
        try {
            while (segmentsLeft-- > 0) {
                int marker = left.get() == (byte) 0xFF ? left.get() & 0xFF : -1;
                if (marker == 0xFF) {
                    left.position(left.position() - 1);
                    continue;
                }
                if (marker < 0xC0 || marker == END_OF_IMAGE) {
                    return false;
                }
                int end = left.position() + Short.toUnsignedInt(left.getShort(left.position()));
                if (marker == START_OF_SCAN) {
                    headerEnd = end;
                    long found = (long) foundWidth * foundHeight;
                    if (found > pixels()) {
                        start = (int) at;
                        width = foundWidth;
                        height = foundHeight;
                    }
                    return found > 0;
                }
                // Other frames, such as the lossless one of sensor data, are no picture to look at.
                if (marker >= 0xC0 && marker <= 0xC2) {
                    foundHeight = Short.toUnsignedInt(left.getShort(left.position() + 3));
                    foundWidth = Short.toUnsignedInt(left.getShort(left.position() + 5));
                }
                left.position(end);
            }
        } catch (IndexOutOfBoundsException | BufferUnderflowException | IllegalArgumentException _) {
            // The file ends inside the segments.
        }
        return false;
    }

    /// The end of the chosen JPEG.
    private int end() {
        ByteBuffer left = file.duplicate().position(start + 2);
        try {
            while (true) {
                int marker = JpegHeader.nextMarker(left);
                if (marker == END_OF_IMAGE) {
                    return left.position();
                }
                if (!JpegHeader.isStandalone(marker)) {
                    left.position(left.position() + Short.toUnsignedInt(left.getShort(left.position())));
                }
            }
        } catch (IndexOutOfBoundsException | BufferUnderflowException | IllegalArgumentException _) {
            return bytes.length;
        }
    }
}
