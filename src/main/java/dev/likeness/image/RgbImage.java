package dev.likeness.image;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/// An upright picture in memory: 8-bit sRGB, interleaved `R G B`, rows from the top, no padding. The pixels are never
/// written after construction, so an image may be shared between threads.
public final class RgbImage {
    private final int width;
    private final int height;
    private final byte[] rgb;

    /// Wraps `rgb` without copying it; the caller gives the array away.
    ///
    /// @param rgb 3 · width · height bytes
    /// @throws LikenessException `INVALID_ARGUMENT` if a side is not positive or the array has another length
    public RgbImage(int width, int height, byte[] rgb) {
        if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "an image of positive sides needs 3·width·height bytes, got: %d×%d and %d bytes"
                            .formatted(width, height, rgb.length));
        }
        this.width = width;
        this.height = height;
        this.rgb = rgb;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /// The pixels themselves, not a copy: `rgb()[3·(y·width + x) + channel]`. Not to be written.
    public byte[] rgb() {
        return rgb;
    }

    public int longSide() {
        return Math.max(width, height);
    }

    /// This image at another size: area average when shrinking, bilinear when enlarging.
    public RgbImage resized(int newWidth, int newHeight) {
        if (newWidth == width && newHeight == height) {
            return this;
        }
        byte[] pixels = new byte[3 * newWidth * newHeight];
        try (BytePointer from = new BytePointer(rgb);
                BytePointer to = new BytePointer(pixels.length);
                Mat source = new Mat(height, width, opencv_core.CV_8UC3, from);
                Mat target = new Mat(newHeight, newWidth, opencv_core.CV_8UC3, to);
                Size size = new Size(newWidth, newHeight)) {
            boolean shrinks = newWidth < width && newHeight < height;
            opencv_imgproc.resize(
                    source, target, size, 0, 0, shrinks ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR);
            to.get(pixels);
        }
        return new RgbImage(newWidth, newHeight, pixels);
    }
}
