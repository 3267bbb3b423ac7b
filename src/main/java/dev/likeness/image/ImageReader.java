package dev.likeness.image;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.BufferUnderflowException;
import java.util.Optional;

/// Opens encoded photos. It recognises the format by the bytes, not by the file name, reads the header, and
/// rejects too large photos before decoding. Thread-safe; one reader serves a whole run.
public final class ImageReader {
    private final ImageOptions options;
    private final Optional<HeifConverter> converter;
    private final ColorTransformCache transforms = new ColorTransformCache();

    /// Creates a reader that finds the HEIC and AVIF converter on the `PATH` of the process.
    public ImageReader(ImageOptions options) {
        this(options, Optional.ofNullable(System.getenv("PATH")).orElse(""));
    }

    /// Creates a reader with another search path.
    ///
    /// @param searchPath the directories to search for the converter, written like `PATH`
    ImageReader(ImageOptions options, String searchPath) {
        this.options = options;
        this.converter = HeifConverter.find(searchPath, options.converterTimeout());
    }

    /// Reads the header of a file.
    ///
    /// @param bytes the whole file. The array is not copied, so callers must not change it afterwards
    /// @throws LikenessException `UNSUPPORTED_FORMAT` if no decoder reads the format; the message names the
    ///     probable format or what to install. `IMAGE_CORRUPT` if the file is empty or the header is damaged.
    ///     `IMAGE_TOO_LARGE` if the header declares more pixels than allowed
    public EncodedImage open(byte[] bytes) {
        if (bytes.length == 0) {
            throw new LikenessException(ErrorCode.IMAGE_CORRUPT, "the file is empty");
        }
        ImageFormat format = ImageFormat.sniff(bytes)
                .orElseThrow(() -> new LikenessException(
                        ErrorCode.UNSUPPORTED_FORMAT,
                        "a photo must be one of JPEG, PNG, WebP, GIF, TIFF, BMP, HEIC or AVIF, got: "
                                + UnknownFileDescription.describe(bytes)));
        if (isHeif(format) && converter.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.UNSUPPORTED_FORMAT,
                    "no decoder for %s is installed: %s".formatted(format, HeifConverter.HOW_TO_INSTALL));
        }
        return new EncodedImage(this, format, bytes, readCheckedHeader(format, bytes));
    }

    /// Whether the bytes are a picture that can be decoded.
    public boolean isPicture(byte[] bytes) {
        try {
            open(bytes).decode();
            return true;
        } catch (LikenessException _) {
            return false;
        }
    }

    private ImageHeader readCheckedHeader(ImageFormat format, byte[] bytes) {
        ImageHeader header;
        try {
            header = read(format, bytes);
        } catch (IndexOutOfBoundsException
                | BufferUnderflowException
                | IllegalArgumentException
                | ArithmeticException e) {
            // Every header is read through a bounds-checked buffer, so a wrong length ends here.
            throw format.corrupt("the file ends inside its header", e);
        } catch (OutOfMemoryError e) {
            throw new LikenessException(
                    ErrorCode.IMAGE_TOO_LARGE,
                    "the header of this %s needs more memory than is free".formatted(format),
                    e);
        }
        if (header.width() == 0 || header.height() == 0) {
            throw format.corrupt("both sides must be positive, got: %d×%d".formatted(header.width(), header.height()));
        }
        requireWithinLimit(format, Integer.toUnsignedLong(header.width()), Integer.toUnsignedLong(header.height()));
        if (header.damage().isPresent()) {
            throw format.corrupt(header.damage().get());
        }
        PixelBudget.check(format, header.width(), header.height(), bytes);
        return header;
    }

    private ImageHeader read(ImageFormat format, byte[] bytes) {
        return switch (format) {
            case JPEG -> JpegHeader.read(bytes);
            case PNG -> PngHeader.read(bytes);
            case WEBP -> WebpHeader.read(bytes);
            case GIF -> {
                GifHeader layout = GifHeader.read(bytes);
                requireWithinLimit(format, layout.width(), layout.height());
                PixelBudget.check(format, layout.width(), layout.height(), bytes);
                yield ImageHeader.ofSize(layout.canvasWidth(), layout.canvasHeight());
            }
            case TIFF -> TiffHeader.read(bytes, options.maxPixels());
            case BMP -> BmpHeader.read(bytes);
            case HEIC, AVIF -> HeifHeader.read(bytes, format);
        };
    }

    private void requireWithinLimit(ImageFormat format, long width, long height) {
        if (height > options.maxPixels() / Math.max(1, width)) {
            throw new LikenessException(
                    ErrorCode.IMAGE_TOO_LARGE,
                    "a photo must have at most %d pixels, got: %d×%d (%s)"
                            .formatted(options.maxPixels(), width, height, format));
        }
    }

    static boolean isHeif(ImageFormat format) {
        return format == ImageFormat.HEIC || format == ImageFormat.AVIF;
    }

    /// Converts a HEIC or AVIF file to JPEG and opens the result under the same limits.
    EncodedImage converted(byte[] heif, ImageFormat format) {
        byte[] jpeg = converter.orElseThrow().toJpeg(heif, format);
        ImageHeader header = readCheckedHeader(ImageFormat.JPEG, jpeg);
        // The pixels are upright. An orientation left in EXIF refers to the pixels before the conversion.
        return new EncodedImage(
                this,
                ImageFormat.JPEG,
                jpeg,
                new ImageHeader(
                        header.width(),
                        header.height(),
                        header.channels(),
                        Exif.NONE,
                        header.profile(),
                        header.damage()));
    }

    ColorTransformCache transforms() {
        return transforms;
    }
}
