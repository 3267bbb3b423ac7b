package dev.likeness.image;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Orientation;
import dev.likeness.image.color.ColorTransformCache;
import dev.likeness.image.header.BmpHeader;
import dev.likeness.image.header.GifHeader;
import dev.likeness.image.header.HeifHeader;
import dev.likeness.image.header.ImageFormat;
import dev.likeness.image.header.ImageHeader;
import dev.likeness.image.header.Jp2Header;
import dev.likeness.image.header.JpegHeader;
import dev.likeness.image.header.JxlHeader;
import dev.likeness.image.header.PngHeader;
import dev.likeness.image.header.PsdHeader;
import dev.likeness.image.header.RawPreview;
import dev.likeness.image.header.TiffHeader;
import dev.likeness.image.header.UnknownFileDescription;
import dev.likeness.image.header.WebpHeader;
import java.nio.BufferUnderflowException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Opens encoded photos. It recognises the format by the bytes, not by the file name, reads the header, and
/// rejects too large photos before decoding. Thread-safe; one reader serves a whole run.
public final class ImageReader {
    private final ImageOptions options;
    private final Map<Converter, GuardedProgram> programs = new EnumMap<>(Converter.class);
    private final ColorTransformCache transforms = new ColorTransformCache();
    private final PixelMemory memory = PixelMemory.ofThisProcess();

    /// Creates a reader that finds the programs for HEIC, AVIF, JPEG XL and JPEG 2000 on the `PATH` of the
    /// process.
    public ImageReader(ImageOptions options) {
        this(options, Optional.ofNullable(System.getenv("PATH")).orElse(""));
    }

    /// Creates a reader with another search path.
    ///
    /// @param searchPath the directories to search for the programs, written like `PATH`
    ImageReader(ImageOptions options, String searchPath) {
        this.options = options;
        for (Converter converter : Converter.values()) {
            GuardedProgram.find(converter, searchPath, options.converterTimeout())
                    .ifPresent(program -> programs.put(converter, program));
        }
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
                        "a photo must be one of JPEG, PNG, WebP, GIF, TIFF, BMP, HEIC, AVIF, JPEG XL, JPEG 2000, PSD or RAW, got: "
                                + UnknownFileDescription.describe(bytes)));
        Optional<Converter> missing = missing(format);
        if (missing.isPresent()) {
            throw new LikenessException(
                    ErrorCode.UNSUPPORTED_FORMAT,
                    "no decoder for %s is installed: %s"
                            .formatted(format, missing.get().howToInstall()));
        }
        return new EncodedImage(this, format, bytes, readCheckedHeader(format, bytes));
    }

    /// The program that a file needs and that is not installed; empty if none is missing.
    public Optional<MissingProgram> missingProgram(byte[] bytes) {
        return ImageFormat.sniff(bytes)
                .flatMap(format -> missing(format)
                        .map(converter -> new MissingProgram(Converter.name(format), converter.remedy())));
    }

    private Optional<Converter> missing(ImageFormat format) {
        return Converter.of(format).filter(converter -> !programs.containsKey(converter));
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
            case TIFF -> {
                int page = TiffHeader.largestPage(bytes);
                ImageHeader size = ImageIoDecoder.ofTiff(bytes).readSize(bytes, page);
                yield TiffHeader.read(bytes, page, size, options.maxPixels());
            }
            case BMP -> BmpHeader.read(bytes);
            case HEIC, AVIF -> HeifHeader.read(bytes, format);
            case JXL -> JxlHeader.read(bytes);
            case JP2 -> Jp2Header.read(bytes);
            case PSD -> PsdHeader.read(bytes);
            case RAW -> RawPreview.read(bytes);
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

    /// Opens the picture that another program makes of a file, or that is embedded in it, under the same
    /// limits. Its pixels are as the file's own header describes them, so an orientation of its own does not
    /// count.
    EncodedImage converted(byte[] file, ImageFormat format, ImageHeader declared) {
        byte[] picture = format == ImageFormat.RAW
                ? RawPreview.jpeg(file)
                : Objects.requireNonNull(programs.get(Converter.of(format).orElseThrow()))
                        .convert(file, format, declared.pixels());
        ImageFormat own = ImageFormat.sniff(picture)
                .filter(found -> found == ImageFormat.JPEG || found == ImageFormat.PNG)
                .orElseThrow(() -> format.corrupt("its converter wrote no picture"));
        return new EncodedImage(this, own, picture, readCheckedHeader(own, picture), Orientation.UPRIGHT);
    }

    ColorTransformCache transforms() {
        return transforms;
    }

    PixelMemory memory() {
        return memory;
    }
}
