package dev.likeness.image.header;

import dev.likeness.face.CaptureTime;
import dev.likeness.face.Orientation;
import dev.likeness.image.metadata.Exif;
import dev.likeness.image.metadata.Iptc;
import dev.likeness.image.metadata.PhotoshopResources;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// Reads the header of a Photoshop document (Adobe Photoshop File Formats Specification, file header and image
/// resources). Its merged picture, which every program can show, is upright.
public final class PsdHeader {
    private static final int COLOR_DATA = 26;
    private static final int MAX_CHANNELS = 56;

    /// The run lengths of PackBits give at most 128 bytes for two.
    private static final int PACK_BITS_RATIO = 64;

    private PsdHeader() {}

    /// Reads the header of a whole file.
    ///
    /// @throws IndexOutOfBoundsException if the file ends inside its header
    public static ImageHeader read(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        int channels = Short.toUnsignedInt(file.getShort(12));
        int height = file.getInt(14);
        int width = file.getInt(18);
        if (channels < 1 || channels > MAX_CHANNELS) {
            throw ImageFormat.PSD.corrupt("it must have 1 to %d channels, got: %d".formatted(MAX_CHANNELS, channels));
        }
        int depth = Short.toUnsignedInt(file.getShort(22));
        long packed = (long) width * depth / 8 * Integer.toUnsignedLong(height);
        Optional<String> damage = packed / PACK_BITS_RATIO > bytes.length
                ? Optional.of("%d×%d pixels cannot come out of %d bytes".formatted(width, height, bytes.length))
                : Optional.empty();
        Optional<ByteBuffer> resources = resources(bytes);
        Exif exif = resources
                .flatMap(all -> PhotoshopResources.find(all, PhotoshopResources.EXIF))
                .map(Exif::read)
                .orElse(Exif.NONE)
                .turned(Optional.of(Orientation.UPRIGHT));
        List<CaptureTime> times =
                resources
                        .flatMap(all -> PhotoshopResources.find(all, PhotoshopResources.IPTC))
                        .flatMap(Iptc::time)
                        .stream()
                        .toList();
        return new ImageHeader(width, height, 3, Exif.NONE, Optional.empty(), damage).with(exif, times);
    }

    static List<byte[]> xmpPackets(byte[] bytes) {
        return resources(bytes).flatMap(all -> PhotoshopResources.find(all, PhotoshopResources.XMP)).stream()
                .toList();
    }

    private static Optional<ByteBuffer> resources(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        try {
            int start = Math.addExact(COLOR_DATA + 4, Math.max(0, file.getInt(COLOR_DATA)));
            int length = Math.min(Math.max(0, file.getInt(start)), bytes.length - start - 4);
            return Optional.of(file.slice(start + 4, length));
        } catch (IndexOutOfBoundsException | ArithmeticException _) {
            return Optional.empty();
        }
    }
}
