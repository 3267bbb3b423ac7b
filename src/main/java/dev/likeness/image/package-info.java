/// How do encoded bytes become upright RGB pixels?
///
/// [dev.likeness.image.ImageReader] recognises the format and reads the header. The
/// [dev.likeness.image.EncodedImage] it returns decodes to a [dev.likeness.image.RgbImage], at full or
/// reduced size. Only this package uses the decoders (OpenCV, TwelveMonkeys, libheif) and reads EXIF.
@NullMarked
package dev.likeness.image;

import org.jspecify.annotations.NullMarked;
