/// Here are bytes: give me upright RGB pixels.
///
/// [dev.likeness.image.ImageReader] sniffs the format and reads the header; the
/// [dev.likeness.image.EncodedImage] it returns decodes to a [dev.likeness.image.RgbImage], full size or
/// reduced. Decoders (OpenCV, TwelveMonkeys, libheif) and EXIF stay inside this package.
@NullMarked
package dev.likeness.image;

import org.jspecify.annotations.NullMarked;
