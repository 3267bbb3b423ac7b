package dev.likeness.image;

import dev.likeness.face.CaptureTime;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Orientation;
import dev.likeness.image.header.GifHeader;
import dev.likeness.image.header.HeifHeader;
import dev.likeness.image.header.ImageFormat;
import dev.likeness.image.header.ImageHeader;
import dev.likeness.image.header.JpegHeader;
import dev.likeness.image.header.TiffHeader;
import dev.likeness.image.header.XmpPackets;
import dev.likeness.image.metadata.XmpValues;
import dev.likeness.image.repair.PngRepair;
import dev.likeness.image.repair.TornFiles;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
    private final Orientation orientation;

    /// What another program made of the file, or the preview of a RAW file. Caching it costs less than
    /// running the program twice.
    private @Nullable EncodedImage converted;

    /// Whether a decoder stopped before the last pixel.
    private volatile boolean isIncomplete;

    EncodedImage(ImageReader reader, ImageFormat format, byte[] bytes, ImageHeader header) {
        this(reader, format, bytes, header, orientation(format, bytes, header));
    }

    EncodedImage(ImageReader reader, ImageFormat format, byte[] bytes, ImageHeader header, Orientation orientation) {
        this.reader = reader;
        this.format = format;
        this.bytes = bytes;
        this.header = header;
        this.orientation = orientation;
    }

    /// EXIF's orientation, else that of XMP.
    private static Orientation orientation(ImageFormat format, byte[] bytes, ImageHeader header) {
        return header.exif()
                .orientation()
                .or(() -> XmpPackets.find(format, bytes).stream().findFirst().flatMap(XmpValues::orientation))
                .orElse(Orientation.UPRIGHT);
    }

    /// The format of the file.
    public ImageFormat format() {
        return format;
    }

    /// The width of the upright picture in pixels.
    public int width() {
        return orientation.swapsSides() ? header.height() : header.width();
    }

    /// The height of the upright picture in pixels.
    public int height() {
        return orientation.swapsSides() ? header.width() : header.height();
    }

    /// When the photo was taken, by the metadata in the file: EXIF's `DateTimeOriginal` or
    /// `DateTimeDigitized`, else XMP, IPTC, EXIF's `DateTime`, GPS or the chunks of a PNG; empty if none of
    /// them says it.
    public Optional<CaptureTime> captureTime() {
        Optional<CaptureTime> exif = CaptureTime.best(header.exif().times().stream());
        if (exif.filter(time -> time.source() == CaptureTime.Source.EXIF).isPresent()) {
            return exif;
        }
        Stream<CaptureTime> xmp =
                xmpPackets().stream().flatMap(packet -> XmpValues.time(packet, CaptureTime.Source.XMP).stream());
        return CaptureTime.best(
                Stream.of(exif.stream(), xmp, header.times().stream()).flatMap(times -> times));
    }

    /// Why not all pixels can be read, such as `the file ends early`; empty if they can. Of TIFF and GIF this
    /// is known after decoding.
    public Optional<String> flaw() {
        boolean torn = isIncomplete
                || switch (format) {
                    case JPEG -> JpegHeader.endsEarly(bytes);
                    case GIF -> GifHeader.endsEarly(bytes);
                    case BMP -> BmpDecoder.endsEarly(bytes, header);
                    case PNG, WEBP, TIFF, HEIC, AVIF, JXL, JP2, PSD, RAW -> false;
                };
        return torn ? Optional.of(ImageHeader.ENDS_EARLY) : header.flaw();
    }

    /// How the stored picture has to be turned to be upright. [#width()], [#height()] and all pixels refer to
    /// the upright picture. Regions that other programs write into metadata refer to the stored picture.
    public Orientation orientation() {
        return orientation;
    }

    /// How the file's container turns the coded picture before [#orientation()] counts (HEIF). Phones write
    /// regions for the coded picture.
    public Orientation containerOrientation() {
        return switch (format) {
            case HEIC, AVIF -> HeifHeader.transformation(bytes, format);
            case JPEG, PNG, WEBP, GIF, TIFF, BMP, JXL, JP2, PSD, RAW -> Orientation.UPRIGHT;
        };
    }

    /// Whether a camera states the orientation, which knows it by a sensor.
    public boolean isOrientedByCamera() {
        return header.exif().orientedByCamera();
    }

    /// The same photo, turned as it is known that it has to be, whatever the file states.
    ///
    /// @param counts null for what the file states
    public EncodedImage turned(@Nullable Orientation counts) {
        return counts == null || counts == orientation ? this : new EncodedImage(reader, format, bytes, header, counts);
    }

    /// The XMP packets in the file: the main packet, then its extensions. Empty if the file has no packet, or
    /// if its format has no place for one (BMP).
    public List<byte[]> xmpPackets() {
        return XmpPackets.find(format, bytes);
    }

    /// Decodes the picture at full size, upright, in sRGB. Transparent pixels are blended with white. Of an
    /// animation the first picture is decoded, of a file of several pages the largest one. A file that ends
    /// early is read as far as it goes; [#flaw()] tells.
    ///
    /// @throws LikenessException `IMAGE_CORRUPT` if the pixels cannot be decoded; `IMAGE_TOO_LARGE` if they
    ///     need more memory than is free; for formats that another program decodes also its errors:
    ///     `UNSUPPORTED_FORMAT`, `IO_FAILED`, `CANCELLED`
    public RgbImage decode() {
        return decode(1);
    }

    /// Decodes like [#decode()], but at a half, a quarter or an eighth of the size if the format makes that
    /// cheap (JPEG, HEIC, AVIF and RAW) and the long side stays at least `minLongSide`. The picture is never
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

    /// Does work that decodes this photo and holds its pixels, as soon as they fit into memory beside those of
    /// the other photos of the same reader. Not to be nested.
    ///
    /// @throws LikenessException `CANCELLED` if the thread is interrupted while it waits; and what `work` throws
    public <T> T holdingPixels(Supplier<T> work) {
        return reader.memory().holding((long) header.width() * header.height(), work);
    }

    private RgbImage decode(int denominator) {
        try {
            RgbImage image = switch (format) {
                case JPEG -> decodeJpeg(denominator);
                case PNG -> decodePng();
                case WEBP -> decodeWebp();
                case GIF -> {
                    byte[] whole = TornFiles.completedGif(bytes);
                    yield ImageIoDecoder.GIF
                            .decodeOnCanvas(whole, GifHeader.read(whole), this::incomplete)
                            .turned(orientation);
                }
                case TIFF ->
                    ImageIoDecoder.ofTiff(bytes)
                            .decode(bytes, TiffHeader.largestPage(bytes), orientation, this::incomplete);
                case PSD -> ImageIoDecoder.PSD.decode(bytes, 0, orientation, this::incomplete);
                case BMP ->
                    requireDecoded(
                                    BmpDecoder.isFor(bytes, header)
                                            ? BmpDecoder.decode(bytes, header)
                                            : OpenCv.decodeOpaque(bytes))
                            .turned(orientation);
                case HEIC, AVIF, JXL, JP2, RAW ->
                    converted().decode(denominator).turned(orientation);
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
            return ImageIoDecoder.CMYK_JPEG.decode(bytes, 0, orientation, this::incomplete);
        }
        return requireDecoded(OpenCv.decodeJpeg(bytes, bytes.length, denominator, orientation)
                .or(() -> decodeUsablePart(denominator)));
    }

    private Optional<RgbImage> decodeUsablePart(int denominator) {
        int length = JpegHeader.usableLength(bytes);
        return length == bytes.length ? Optional.empty() : OpenCv.decodeJpeg(bytes, length, denominator, orientation);
    }

    private RgbImage decodePng() {
        Optional<RgbImage> image =
                header.flaw().isEmpty() ? OpenCv.decodeOverWhite(bytes, orientation) : Optional.empty();
        if (image.isPresent()) {
            return image.get();
        }
        isIncomplete = header.flaw().isEmpty();
        return requireDecoded(PngRepair.repaired(bytes).flatMap(whole -> OpenCv.decodeOverWhite(whole, orientation)));
    }

    private RgbImage decodeWebp() {
        if (header.flaw().isEmpty()) {
            return requireDecoded(OpenCv.decodeOverWhite(bytes, orientation));
        }
        byte[] whole = TornFiles.completedWebp(bytes);
        return OpenCv.decodeOverWhite(whole, orientation)
                .orElseGet(() -> ImageIoDecoder.WEBP.decode(bytes, 0, orientation, this::incomplete));
    }

    private void incomplete() {
        isIncomplete = true;
    }

    private RgbImage requireDecoded(Optional<RgbImage> decoded) {
        return decoded.orElseThrow(() -> format.corrupt("its pixel data cannot be decoded"));
    }

    private synchronized EncodedImage converted() {
        if (converted == null) {
            converted = reader.converted(bytes, format, header);
        }
        return converted;
    }
}
