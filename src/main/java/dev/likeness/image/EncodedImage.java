package dev.likeness.image;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Orientation;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A photo whose header is checked and whose pixels are still encoded. Decoding it repeatedly gives equal
/// images. Thread-safe.
public final class EncodedImage {
    private static final int[] JPEG_DENOMINATORS = {8, 4, 2};
    private static final int CMYK_CHANNELS = 4;

    private final ImageReader reader;
    private final ImageFormat format;
    private final byte[] bytes;
    private final ImageHeader header;

    /// The converted JPEG of a HEIC or AVIF photo. Caching it costs less than running the external converter
    /// twice.
    private @Nullable EncodedImage converted;

    EncodedImage(ImageReader reader, ImageFormat format, byte[] bytes, ImageHeader header) {
        this.reader = reader;
        this.format = format;
        this.bytes = bytes;
        this.header = header;
    }

    /// The format of the file.
    public ImageFormat format() {
        return format;
    }

    /// The width of the upright picture in pixels.
    public int width() {
        return orientation().swapsSides() ? header.height() : header.width();
    }

    /// The height of the upright picture in pixels.
    public int height() {
        return orientation().swapsSides() ? header.width() : header.height();
    }

    /// The local time at which the photo was taken: EXIF `DateTimeOriginal`, else `DateTimeDigitized`; empty
    /// if the file has neither.
    public Optional<LocalDateTime> captureTime() {
        return header.exif().captureTime();
    }

    /// How the stored picture has to be turned to be upright. [#width()], [#height()] and all pixels refer to
    /// the upright picture. Regions that other programs write into metadata refer to the stored picture.
    public Orientation orientation() {
        return header.exif().orientation();
    }

    /// Whether a camera states the orientation, which knows it by a sensor.
    public boolean isOrientedByCamera() {
        return header.exif().orientedByCamera();
    }

    /// The same photo, turned as it is known that it has to be, whatever the file states.
    ///
    /// @param orientation null for what the file states
    public EncodedImage turned(@Nullable Orientation orientation) {
        return orientation == null || orientation == orientation()
                ? this
                : new EncodedImage(reader, format, bytes, header.turned(orientation));
    }

    /// The XMP packets in the file: the main packet, then its extensions. Empty if the file has no packet, or
    /// if embedded packets of its format are not supported (GIF, BMP, HEIC, AVIF).
    public List<byte[]> xmpPackets() {
        return XmpPackets.find(format, bytes);
    }

    /// Decodes the picture at full size, upright, in sRGB. Transparent pixels are blended with white. Of an
    /// animation or a file of several pages, the first picture is decoded. A truncated JPEG is grey where
    /// data is missing.
    ///
    /// @throws LikenessException `IMAGE_CORRUPT` if the pixels cannot be decoded; `IMAGE_TOO_LARGE` if they
    ///     need more memory than is free; for HEIC and AVIF also the errors of the converter:
    ///     `UNSUPPORTED_FORMAT`, `IO_FAILED`, `CANCELLED`
    public RgbImage decode() {
        return decode(1);
    }

    /// Decodes like [#decode()], but at a half, a quarter or an eighth of the size if the format makes that
    /// cheap (JPEG, HEIC and AVIF) and the long side stays at least `minLongSide`. The picture is never
    /// enlarged.
    ///
    /// @param minLongSide minimum long side in pixels, at least 1
    /// @throws LikenessException `INVALID_ARGUMENT` if `minLongSide` is not positive; else as [#decode()]
    public RgbImage decodeReduced(int minLongSide) {
        if (minLongSide < 1) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "minLongSide must be at least 1, got: %d".formatted(minLongSide));
        }
        int longSide = Math.max(header.width(), header.height());
        for (int denominator : JPEG_DENOMINATORS) {
            if (Math.ceilDiv(longSide, denominator) >= minLongSide) {
                return decode(denominator);
            }
        }
        return decode(1);
    }

    private RgbImage decode(int denominator) {
        try {
            RgbImage image = switch (format) {
                case JPEG -> decodeJpeg(denominator);
                case PNG, WEBP -> requireDecoded(OpenCv.decodeOverWhite(bytes, orientation()));
                case GIF ->
                    ImageIoDecoder.GIF
                            .decodeOnCanvas(bytes, GifHeader.read(bytes))
                            .turned(orientation());
                case TIFF -> TiffHeader.decoder(bytes).decode(bytes, orientation());
                case BMP -> requireDecoded(OpenCv.decodeOpaque(bytes)).turned(orientation());
                case HEIC, AVIF -> converted().decode(denominator).turned(orientation());
            };
            return header.profile()
                    .map(profile -> reader.transforms().get(profile, header.channels()))
                    .map(transform -> new RgbImage(image.width(), image.height(), transform.toSrgb(image.rgb())))
                    .orElse(image);
        } catch (OutOfMemoryError e) {
            // One large photo must not end a run over thousands. Its memory is free again at this point.
            throw new LikenessException(
                    ErrorCode.IMAGE_TOO_LARGE,
                    "decoding %d×%d pixels (%s) needs more memory than is free".formatted(width(), height(), format),
                    e);
        } catch (LikenessException e) {
            throw e;
        } catch (RuntimeException e) {
            throw format.corrupt("its decoder failed: " + e.getMessage(), e);
        }
    }

    private RgbImage decodeJpeg(int denominator) {
        if (header.channels() == CMYK_CHANNELS) {
            return ImageIoDecoder.CMYK_JPEG.decode(bytes, orientation());
        }
        return requireDecoded(OpenCv.decodeJpeg(bytes, bytes.length, denominator, orientation())
                .or(() -> decodeUsablePart(denominator)));
    }

    private Optional<RgbImage> decodeUsablePart(int denominator) {
        int length = JpegHeader.usableLength(bytes);
        return length == bytes.length ? Optional.empty() : OpenCv.decodeJpeg(bytes, length, denominator, orientation());
    }

    private RgbImage requireDecoded(Optional<RgbImage> decoded) {
        return decoded.orElseThrow(() -> format.corrupt("its pixel data cannot be decoded"));
    }

    private synchronized EncodedImage converted() {
        if (converted == null) {
            converted = reader.converted(bytes, format);
        }
        return converted;
    }
}
