package dev.likeness.image.content;

import dev.likeness.face.PhotoId;
import dev.likeness.face.Sha256;
import dev.likeness.image.header.ImageFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/// The id of a photo: the SHA-256 of its coded picture, without metadata. What counts is what the pixels are
/// decoded from:
///
///     JPEG        all segments and scans up to EOI, without COM and APPn; APP14 counts, because it decides
///                 whether the components are YCbCr, RGB or CMYK
///     PNG         critical chunks, and the transparency of a palette or a colour
///     WebP        VP8, VP8L, ALPH, ANIM and ANMF chunks
///     HEIC, AVIF  data of the primary item, or of the tiles of its grid, with the properties that shape the
///                 picture
///     TIFF        strips or tiles of every page, with the tags that say how they are coded
///     GIF         everything but comments and application extensions
///
/// Of BMP, and of files that cannot be parsed, all bytes count. An ICC profile is metadata here: it says which
/// colours the same samples mean, and programs attach, convert and remove it with other metadata.
///
/// The hash begins with the format, so that the ids of two formats never meet, and no id of a picture is the
/// hash of a file. Everything is bounded by the length of the file.
public final class PictureHash {
    private PictureHash() {}

    /// Digests what a format's pixels are decoded from. Throws any [RuntimeException] if the file cannot be
    /// parsed.
    @FunctionalInterface
    interface Picture {
        void digest(ByteBuffer file, PictureDigest digest);
    }

    /// The id of the photo in a file.
    ///
    /// @param file all bytes of the file, which need not be a picture
    public static PhotoId of(byte[] file) {
        Optional<ImageFormat> format = ImageFormat.sniff(file);
        if (format.isPresent()) {
            Picture picture = switch (format.get()) {
                case JPEG -> JpegPicture::digest;
                case PNG -> PngPicture::digest;
                case WEBP -> WebpPicture::digest;
                case GIF -> GifPicture::digest;
                case TIFF -> TiffPicture::digest;
                case HEIC, AVIF -> HeifPicture::digest;
                case BMP, JXL, JP2, PSD, RAW ->
                    (_, _) -> {
                        throw new IllegalArgumentException("of this format the whole file counts");
                    };
            };
            MessageDigest sha256 = Sha256.newDigest();
            sha256.update(("picture " + format.get() + "\n").getBytes(StandardCharsets.US_ASCII));
            var digest = new PictureDigest(sha256, file.length);
            try {
                picture.digest(ByteBuffer.wrap(file), digest);
                digest.requireData();
                return new PhotoId(HexFormat.of().formatHex(sha256.digest()));
            } catch (RuntimeException _) {
                // What cannot be parsed is told by all of its bytes.
            }
        }
        return PhotoId.ofFile(file);
    }
}
