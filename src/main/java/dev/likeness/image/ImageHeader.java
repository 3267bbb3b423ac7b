package dev.likeness.image;

import dev.likeness.face.Orientation;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The data of a file's header, read before any pixel is decoded.
///
/// @param width stored width in pixels, before orientation; unchecked
/// @param height stored height in pixels, before orientation; unchecked
/// @param channels number of colour channels: 1 for grey, 3 for RGB and formats converted to it, 4 for CMYK
/// @param profile the embedded ICC profile if this package applies it; a buffer, because buffers are compared
///     by content
/// @param damage why the pixels cannot be decoded, if the header shows it
record ImageHeader(
        int width, int height, int channels, Exif exif, Optional<ByteBuffer> profile, Optional<String> damage) {
    /// A header without anything but the size.
    static ImageHeader ofSize(int width, int height) {
        return new ImageHeader(width, height, 3, Exif.NONE, Optional.empty(), Optional.empty());
    }

    /// The same header with another orientation.
    ImageHeader turned(Orientation orientation) {
        return new ImageHeader(
                width,
                height,
                channels,
                new Exif(orientation, exif.orientedByCamera(), exif.captureTime()),
                profile,
                damage);
    }

    long pixels() {
        return (long) width * height;
    }
}
