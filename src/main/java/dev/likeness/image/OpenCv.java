package dev.likeness.image;

import dev.likeness.face.Orientation;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/// The OpenCV functions of this package. All native memory belongs to the [PointerScope] of one call, so it
/// is freed at once. The garbage collector would not know its size.
final class OpenCv {
    /// Decoding flags: RGB as stored, without EXIF orientation, because this package turns pictures itself.
    private static final int COLOR = opencv_imgcodecs.IMREAD_COLOR_RGB | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;

    /// Long side of the part in the first, coarse alignment, in pixels.
    private static final double COARSE_ALIGNMENT_SIDE = 64;

    /// Maximum apparent rotation, shear or stretch of a part that was only cropped and resized.
    private static final double MAX_DISTORTION = 0.015;

    /// Maximum distance by which the part may appear to extend past the whole, as a share of the part's side.
    private static final double MAX_OUTSIDE_SHARE = 0.015;

    private static final byte[] END_OF_JPEG = {(byte) 0xFF, (byte) 0xD9};

    static {
        // The engine decodes several photos concurrently. Threads within one photo would compete with that.
        opencv_core.setNumThreads(1);
        silence();
    }

    private OpenCv() {}

    /// Decodes the first `length` bytes of a JPEG at 1, 1/2, 1/4 or 1/8 of its size, sides rounded up.
    /// Missing data at the end of the file is decoded as grey.
    ///
    /// @return the picture; empty if libjpeg rejects the file
    static Optional<RgbImage> decodeJpeg(byte[] file, int length, int denominator, Orientation orientation) {
        int reduction = switch (denominator) {
            case 1 -> 0;
            case 2 -> opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_2;
            case 4 -> opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_4;
            case 8 -> opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_8;
            default -> throw new IllegalArgumentException("no JPEG reduction by " + denominator);
        };
        try (PointerScope _ = new PointerScope()) {
            // OpenCV rejects a JPEG without an end marker. With one appended, libjpeg decodes a truncated
            // file.
            BytePointer padded = new BytePointer(length + (long) END_OF_JPEG.length);
            padded.put(file, 0, length).position(length).put(END_OF_JPEG);
            Mat decoded = opencv_imgcodecs.imdecode(row(padded.position(0)), COLOR | reduction);
            return decoded.empty() ? Optional.empty() : Optional.of(toImage(upright(decoded, orientation)));
        }
    }

    /// Decodes a BMP. Its fourth channel is ignored, because it has no reliable meaning.
    ///
    /// @return the picture; empty if the file is damaged
    static Optional<RgbImage> decodeOpaque(byte[] file) {
        try (PointerScope _ = new PointerScope()) {
            Mat decoded = opencv_imgcodecs.imdecode(row(new BytePointer(file)), COLOR);
            return decoded.empty() ? Optional.empty() : Optional.of(toImage(decoded));
        }
    }

    /// Decodes a PNG or WebP of any bit depth and blends transparent pixels with white.
    ///
    /// @return the picture; empty if the file is damaged
    static Optional<RgbImage> decodeOverWhite(byte[] file, Orientation orientation) {
        try (PointerScope _ = new PointerScope()) {
            Mat decoded = opencv_imgcodecs.imdecode(row(new BytePointer(file)), opencv_imgcodecs.IMREAD_UNCHANGED);
            if (decoded.empty()) {
                return Optional.empty();
            }
            Mat bytes = decoded;
            if (decoded.depth() == opencv_core.CV_16U) {
                bytes = new Mat();
                decoded.convertTo(bytes, opencv_core.CV_8U, 1 / 257.0, 0);
            }
            Mat rgb = new Mat();
            switch (bytes.channels()) {
                case 1 -> opencv_imgproc.cvtColor(bytes, rgb, opencv_imgproc.COLOR_GRAY2RGB);
                case 3 -> opencv_imgproc.cvtColor(bytes, rgb, opencv_imgproc.COLOR_BGR2RGB);
                case 4 -> overWhite(bytes, rgb);
                default -> {
                    return Optional.empty();
                }
            }
            return Optional.of(toImage(upright(rgb, orientation)));
        }
    }

    private static void overWhite(Mat bgra, Mat rgb) {
        MatVector channels = new MatVector();
        opencv_core.split(bgra, channels);
        Mat alpha = new Mat();
        opencv_imgproc.cvtColor(channels.get(3), alpha, opencv_imgproc.COLOR_GRAY2RGB);
        opencv_imgproc.cvtColor(bgra, rgb, opencv_imgproc.COLOR_BGRA2RGB);
        opencv_core.multiply(rgb, alpha, rgb, 1 / 255.0, -1);
        Mat white = new Mat();
        opencv_core.bitwise_not(alpha, white);
        opencv_core.add(rgb, white, rgb);
    }

    /// Converts interleaved BGR to an upright RGB image.
    ///
    /// @param bgr 3 · width · height bytes, in the order of Java's decoders
    static RgbImage fromBgr(int width, int height, byte[] bgr, Orientation orientation) {
        try (PointerScope _ = new PointerScope()) {
            Mat picture = new Mat(height, width, opencv_core.CV_8UC3, new BytePointer(bgr));
            opencv_imgproc.cvtColor(picture, picture, opencv_imgproc.COLOR_BGR2RGB);
            return toImage(upright(picture, orientation));
        }
    }

    static RgbImage resize(RgbImage image, int width, int height) {
        try (PointerScope _ = new PointerScope()) {
            // Down to half the size, bilinear interpolation reads every pixel too and takes a tenth of the
            // time.
            boolean skipsPixels = 2 * width < image.width() || 2 * height < image.height();
            Mat target = new Mat();
            opencv_imgproc.resize(
                    fromImage(image),
                    target,
                    new Size(width, height),
                    0,
                    0,
                    skipsPixels ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR);
            return toImage(target);
        }
    }

    static RgbImage turn(RgbImage image, Orientation turn) {
        try (PointerScope _ = new PointerScope()) {
            return toImage(upright(fromImage(image), turn));
        }
    }

    /// Applies a Gaussian blur.
    ///
    /// @param sigma standard deviation in pixels
    static RgbImage blur(RgbImage image, double sigma) {
        try (PointerScope _ = new PointerScope()) {
            Mat target = new Mat();
            // A size of 0×0 lets OpenCV choose the kernel by sigma.
            opencv_imgproc.GaussianBlur(fromImage(image), target, new Size(0, 0), sigma);
            return toImage(target);
        }
    }

    static double alignedCorrelation(RgbImage image, RgbImage other) {
        try (PointerScope _ = new PointerScope()) {
            Mat warp = Mat.eye(2, 3, opencv_core.CV_32F).asMat();
            double correlation = EccAlignment.align(gray(image), gray(other), warp);
            return Double.isNaN(correlation) ? 0 : correlation;
        }
    }

    static double correlationWithin(RgbImage part, RgbImage whole, double left, double top) {
        try (PointerScope _ = new PointerScope()) {
            Mat small = gray(part);
            Mat large = gray(whole);
            Mat warp = Mat.eye(2, 3, opencv_core.CV_32F).asMat();
            FloatPointer values = new FloatPointer(warp.data());
            values.put(2, (float) left).put(5, (float) top);
            // The alignment corrects errors of a few pixels only, so it starts on smaller pictures.
            double coarse = Math.min(1, COARSE_ALIGNMENT_SIDE / part.longSide());
            boolean aligned = align(scaled(small, coarse), scaled(large, coarse), warp, values, coarse)
                    && align(small, large, warp, values, 1);
            if (!aligned || !isUndistorted(values) || !isInside(values, part, whole)) {
                return 0;
            }
            Mat warped = new Mat();
            opencv_imgproc.warpAffine(
                    large,
                    warped,
                    warp,
                    small.size(),
                    opencv_imgproc.INTER_LINEAR | opencv_imgproc.WARP_INVERSE_MAP,
                    opencv_core.BORDER_REPLICATE,
                    Scalar.all(0));
            return BlockCorrelation.lowerQuartile(bytes(small), bytes(warped), part.width(), part.height());
        } catch (RuntimeException _) {
            // OpenCV throws if a side would shrink to zero.
            return 0;
        }
    }

    private static boolean align(Mat part, Mat whole, Mat warp, FloatPointer values, double factor) {
        move(values, factor);
        double correlation = EccAlignment.align(part, whole, warp);
        move(values, 1 / factor);
        return !Double.isNaN(correlation);
    }

    private static void move(FloatPointer warp, double factor) {
        warp.put(2, (float) (warp.get(2) * factor)).put(5, (float) (warp.get(5) * factor));
    }

    private static Mat scaled(Mat gray, double factor) {
        Mat small = new Mat();
        opencv_imgproc.resize(gray, small, new Size(), factor, factor, opencv_imgproc.INTER_AREA);
        return small;
    }

    private static boolean isUndistorted(FloatPointer warp) {
        return Math.abs(warp.get(0) - warp.get(4)) < MAX_DISTORTION
                && Math.abs(warp.get(1)) < MAX_DISTORTION
                && Math.abs(warp.get(3)) < MAX_DISTORTION;
    }

    private static boolean isInside(FloatPointer warp, RgbImage part, RgbImage whole) {
        double slackX = MAX_OUTSIDE_SHARE * part.width();
        double slackY = MAX_OUTSIDE_SHARE * part.height();
        return warp.get(2) > -slackX
                && warp.get(5) > -slackY
                && warp.get(2) + warp.get(0) * part.width() < whole.width() + slackX
                && warp.get(5) + warp.get(4) * part.height() < whole.height() + slackY;
    }

    private static byte[] bytes(Mat gray) {
        byte[] bytes = new byte[Math.toIntExact(gray.total())];
        gray.data().get(bytes);
        return bytes;
    }

    private static Mat gray(RgbImage image) {
        Mat gray = new Mat();
        opencv_imgproc.cvtColor(fromImage(image), gray, opencv_imgproc.COLOR_RGB2GRAY);
        return gray;
    }

    /// Encodes as JPEG.
    ///
    /// @param quality 1 to 100
    /// @param fullColor whether colour has the resolution of the picture (4:4:4), else half of it (4:2:0)
    static byte[] encodeJpeg(RgbImage image, int quality, boolean fullColor) {
        try (PointerScope _ = new PointerScope()) {
            Mat bgr = fromImage(image);
            opencv_imgproc.cvtColor(bgr, bgr, opencv_imgproc.COLOR_RGB2BGR);
            BytePointer encoded = new BytePointer();
            IntPointer parameters = new IntPointer(
                    opencv_imgcodecs.IMWRITE_JPEG_QUALITY,
                    quality,
                    opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR,
                    fullColor
                            ? opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_444
                            : opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_420);
            if (!opencv_imgcodecs.imencode(new BytePointer(".jpg"), bgr, encoded, parameters)) {
                throw new IllegalStateException(
                        "OpenCV could not encode %d×%d pixels as JPEG".formatted(image.width(), image.height()));
            }
            byte[] file = new byte[Math.toIntExact(encoded.limit())];
            encoded.get(file);
            return file;
        }
    }

    private static Mat row(BytePointer bytes) {
        return new Mat(1, Math.toIntExact(bytes.limit()), opencv_core.CV_8UC1, bytes);
    }

    private static Mat fromImage(RgbImage image) {
        return new Mat(image.height(), image.width(), opencv_core.CV_8UC3, new BytePointer(image.rgb()));
    }

    private static RgbImage toImage(Mat rgb) {
        byte[] pixels = new byte[Math.toIntExact(3 * rgb.total())];
        rgb.data().get(pixels);
        return new RgbImage(rgb.cols(), rgb.rows(), pixels);
    }

    /// Turns off OpenCV's log, which prints a line for every damaged file although callers get an exception.
    /// The log level can be set only by an environment variable or by a C++ function that the JavaCPP presets
    /// leave out.
    @SuppressWarnings("restricted") // one call of a native function, with the signature its header declares
    private static void silence() {
        String library = Loader.load(opencv_core.class);
        SymbolLookup.libraryLookup(Path.of(library), Arena.global())
                .find("_ZN2cv5utils7logging11setLogLevelENS1_8LogLevelE")
                .ifPresent(OpenCv::setSilentLevel);
    }

    @SuppressWarnings("restricted") // see silence()
    private static void setSilentLevel(MemorySegment setLogLevel) {
        FunctionDescriptor signature = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        try {
            int _ = (int)
                    Linker.nativeLinker().downcallHandle(setLogLevel, signature).invokeExact(0);
        } catch (Throwable e) {
            throw new IllegalStateException("OpenCV's log level cannot be set", e);
        }
    }

    /// Turns a picture upright.
    ///
    /// @return `stored` itself, or a new matrix that the caller's scope closes
    private static Mat upright(Mat stored, Orientation orientation) {
        if (orientation == Orientation.UPRIGHT) {
            return stored;
        }
        Mat turned = new Mat();
        switch (orientation) {
            case UPRIGHT -> {}
            case MIRRORED -> opencv_core.flip(stored, turned, 1);
            case UPSIDE_DOWN -> opencv_core.rotate(stored, turned, opencv_core.ROTATE_180);
            case FLIPPED -> opencv_core.flip(stored, turned, 0);
            case TRANSPOSED -> opencv_core.transpose(stored, turned);
            case TURN_CLOCKWISE -> opencv_core.rotate(stored, turned, opencv_core.ROTATE_90_CLOCKWISE);
            case TRANSVERSED -> {
                opencv_core.transpose(stored, turned);
                opencv_core.rotate(turned, turned, opencv_core.ROTATE_180);
            }
            case TURN_COUNTERCLOCKWISE -> opencv_core.rotate(stored, turned, opencv_core.ROTATE_90_COUNTERCLOCKWISE);
        }
        return turned;
    }
}
