package dev.likeness.image;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.BufferUnderflowException;
import java.util.Optional;

/// Opens encoded photos: recognises the format by the bytes, never by a name, reads the header, and refuses what is too
/// large before a pixel is decoded. Thread-safe; one reader serves a whole run.
public final class ImageReader {
    private final ImageOptions options;
    private final Optional<HeifConverter> converter;
    private final ColorTransformCache transforms = new ColorTransformCache();

    /// A reader that finds the HEIC and AVIF converter on the process's `PATH`.
    public ImageReader(ImageOptions options) {
        this(options, Optional.ofNullable(System.getenv("PATH")).orElse(""));
    }

    /// @param searchPath the directories to look for the converter in, as in `PATH`
    ImageReader(ImageOptions options, String searchPath) {
        this.options = options;
        this.converter = HeifConverter.find(searchPath, options.converterTimeout());
    }

    /// Reads a file's header.
    ///
    /// @param bytes the whole file; kept, not copied, and not to be written afterwards
    /// @throws LikenessException `UNSUPPORTED_FORMAT` if no decoder here reads such bytes, saying
    ///     what they look like or what to install; `IMAGE_CORRUPT` if they are none or the header is damaged;
    ///     `IMAGE_TOO_LARGE` if it declares more pixels than allowed
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

    private ImageHeader readCheckedHeader(ImageFormat format, byte[] bytes) {
        ImageHeader header;
        try {
            header = read(format, bytes);
        } catch (IndexOutOfBoundsException | BufferUnderflowException | IllegalArgumentException e) {
            // Every header is read through a bounds-checked buffer, so that a lying length ends here.
            throw format.corrupt("the file ends inside its header", e);
        } catch (OutOfMemoryError e) {
            throw new LikenessException(
                    ErrorCode.IMAGE_TOO_LARGE, "the header of this %s asks for too much memory".formatted(format), e);
        }
        if (header.width() == 0 || header.height() == 0) {
            throw format.corrupt("both sides must be positive, got: %d×%d".formatted(header.width(), header.height()));
        }
        requireWithinLimit(format, Integer.toUnsignedLong(header.width()), Integer.toUnsignedLong(header.height()));
        if (header.damage().isPresent()) {
            throw format.corrupt(header.damage().get());
        }
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

    /// What the converter makes of a HEIC or AVIF file, opened under the same limits.
    EncodedImage converted(byte[] heif, ImageFormat format) {
        byte[] jpeg = converter.orElseThrow().toJpeg(heif, format);
        ImageHeader header = readCheckedHeader(ImageFormat.JPEG, jpeg);
        // Upright already: an orientation that EXIF still carries was meant for the pixels before.
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
