package dev.likeness.image.header;

import dev.likeness.face.CaptureTime;
import dev.likeness.image.metadata.Exif;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// The data of a file's header, read before any pixel is decoded.
///
/// @param width stored width in pixels, before orientation; unchecked
/// @param height stored height in pixels, before orientation; unchecked
/// @param channels number of colour channels: 1 for grey, 3 for RGB and formats converted to it, 4 for CMYK
/// @param times when the photo was taken by what is neither EXIF nor XMP
/// @param profile the embedded ICC profile if this package applies it; a buffer, because buffers are compared
///     by content
/// @param damage why the pixels cannot be decoded, if the header shows it
/// @param flaw why not all pixels can be decoded, if the structure of the file shows it, such as `the file
///     ends early`
public record ImageHeader(
        int width,
        int height,
        int channels,
        Exif exif,
        List<CaptureTime> times,
        Optional<ByteBuffer> profile,
        Optional<String> damage,
        Optional<String> flaw) {
    /// The flaw of a file that was not copied to its end.
    public static final String ENDS_EARLY = "the file ends early";

    public ImageHeader {
        times = List.copyOf(times);
    }

    /// A header without times and flaws.
    public ImageHeader(
            int width, int height, int channels, Exif exif, Optional<ByteBuffer> profile, Optional<String> damage) {
        this(width, height, channels, exif, List.of(), profile, damage, Optional.empty());
    }

    /// A header without anything but the size.
    public static ImageHeader ofSize(int width, int height) {
        return new ImageHeader(width, height, 3, Exif.NONE, Optional.empty(), Optional.empty());
    }

    /// The same header with other metadata.
    public ImageHeader with(Exif otherExif, List<CaptureTime> otherTimes) {
        return new ImageHeader(width, height, channels, otherExif, otherTimes, profile, damage, flaw);
    }

    /// The same header with a flaw.
    public ImageHeader withFlaw(Optional<String> otherFlaw) {
        return new ImageHeader(width, height, channels, exif, times, profile, damage, otherFlaw);
    }

    public long pixels() {
        return (long) width * height;
    }
}
