package dev.likeness.image;

import java.nio.ByteBuffer;
import java.util.Optional;

/// What a file says of its picture before any pixel is decoded.
///
/// @param width in pixels as stored, before orientation; not yet to be trusted
/// @param channels colour channels: 1 gray, 3 RGB or what becomes it, 4 CMYK
/// @param profile the embedded ICC profile where this package applies it; a buffer because buffers are equal by content
/// @param damage why the pixels cannot be decoded, where that shows already
record ImageHeader(
        int width, int height, int channels, Exif exif, Optional<ByteBuffer> profile, Optional<String> damage) {
    /// A picture of which only the size is known.
    static ImageHeader ofSize(int width, int height) {
        return new ImageHeader(width, height, 3, Exif.NONE, Optional.empty(), Optional.empty());
    }

    long pixels() {
        return (long) width * height;
    }
}
