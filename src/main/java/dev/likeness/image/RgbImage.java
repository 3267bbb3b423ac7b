package dev.likeness.image;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Orientation;
import dev.likeness.face.PerceptualFingerprint;

/// An upright picture in memory: 8-bit sRGB, interleaved `R G B`, rows from the top, no padding. The pixels
/// never change after construction, so an image may be shared between threads.
public final class RgbImage {
    private final int width;
    private final int height;
    private final byte[] rgb;

    /// Wraps `rgb` without copying it. The caller must not change the array afterwards.
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

    /// The pixels themselves, not a copy: `rgb()[3·(y·width + x) + channel]`. Callers must not change them.
    public byte[] rgb() {
        return rgb;
    }

    /// The greater of width and height, in pixels.
    public int longSide() {
        return Math.max(width, height);
    }

    /// Resizes this image: by area average when shrinking to less than half, else bilinear.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if a side is not positive or the result is too large for
    ///     an array
    public RgbImage resized(int newWidth, int newHeight) {
        if (newWidth < 1 || newHeight < 1 || 3L * newWidth * newHeight > Integer.MAX_VALUE) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the new sides must be positive and their product at most %d, got: %d×%d"
                            .formatted(Integer.MAX_VALUE / 3, newWidth, newHeight));
        }
        return newWidth == width && newHeight == height ? this : OpenCv.resize(this, newWidth, newHeight);
    }

    /// This image as small as a preview; see [PreviewSize#of].
    public RgbImage preview(int most) {
        PreviewSize size = PreviewSize.of(width, height, most);
        return resized(size.width(), size.height());
    }

    /// This image `factor` times as large. Sides are rounded, and each is at least one pixel.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the result is too large for an array
    public RgbImage scaled(double factor) {
        return resized(Math.max(1, (int) Math.round(factor * width)), Math.max(1, (int) Math.round(factor * height)));
    }

    /// This image, turned or mirrored.
    public RgbImage turned(Orientation turn) {
        return turn == Orientation.UPRIGHT ? this : OpenCv.turn(this, turn);
    }

    /// Blurs this image with a Gaussian kernel. Edges are mirrored.
    ///
    /// @param sigma standard deviation in pixels, above 0 and at most 100
    /// @throws LikenessException `INVALID_ARGUMENT` if sigma is out of range
    public RgbImage blurred(double sigma) {
        if (!(sigma > 0 && sigma <= 100)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "a blur's sigma must be above 0 and at most 100, got: " + sigma);
        }
        return OpenCv.blur(this, sigma);
    }

    /// Copies the part of this image whose top left corner is (`left`, `top`), in pixels.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the part is empty or extends past an edge
    public RgbImage crop(int left, int top, int cropWidth, int cropHeight) {
        boolean inside = left >= 0 && top >= 0 && cropWidth <= width - left && cropHeight <= height - top;
        if (!inside || cropWidth < 1 || cropHeight < 1) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a crop must be a part of the %d×%d image, got: %d×%d at (%d, %d)"
                            .formatted(width, height, cropWidth, cropHeight, left, top));
        }
        byte[] part = new byte[3 * cropWidth * cropHeight];
        for (int y = 0; y < cropHeight; y++) {
            System.arraycopy(rgb, 3 * ((top + y) * width + left), part, 3 * y * cropWidth, 3 * cropWidth);
        }
        return new RgbImage(cropWidth, cropHeight, part);
    }

    /// The perceptual fingerprint: this image resized to 16×16 grey levels, whatever its aspect ratio.
    public PerceptualFingerprint fingerprint() {
        RgbImage small = resized(PerceptualFingerprint.SIDE, PerceptualFingerprint.SIDE);
        byte[] grays = new byte[PerceptualFingerprint.SIDE * PerceptualFingerprint.SIDE];
        for (int i = 0; i < grays.length; i++) {
            // Weights of Rec. 601, as in JPEG.
            double gray = 0.299 * Byte.toUnsignedInt(small.rgb[3 * i])
                    + 0.587 * Byte.toUnsignedInt(small.rgb[3 * i + 1])
                    + 0.114 * Byte.toUnsignedInt(small.rgb[3 * i + 2]);
            grays[i] = (byte) Math.round(gray);
        }
        return PerceptualFingerprint.of(grays);
    }

    /// The correlation of this image with another one after alignment, −1 to 1. The alignment is the affine
    /// transformation of greatest correlation of the grey levels (ECC: Evangelidis and Psarakis, PAMI 30(10),
    /// 2008). The images must already be aligned within a few pixels. The result is 0 if no transformation is
    /// found.
    public double alignedCorrelation(RgbImage other) {
        return OpenCv.alignedCorrelation(this, other);
    }

    /// The correlation of this image with the part of a larger image that it may have been cut from. This
    /// image is aligned with the larger one as in [#alignedCorrelation], starting at the given position, and
    /// compared block by block.
    ///
    /// @param whole the larger image, of the same scale within 10 %
    /// @param left expected position of this image's left edge in `whole`, in pixels
    /// @param top expected position of this image's top edge in `whole`, in pixels
    /// @return the lower quartile of the blocks' correlations, −1 to 1; 0 if no transformation is found, if
    ///     it does more than shift and resize, if it leads out of `whole`, or if there is too little contrast
    public double correlationWithin(RgbImage whole, double left, double top) {
        return OpenCv.correlationWithin(this, whole, left, top);
    }

    /// Encodes this image as a baseline JPEG with full-resolution colour (4:4:4), without metadata.
    ///
    /// @param quality libjpeg's scale, 1 to 100
    /// @throws LikenessException `INVALID_ARGUMENT` if the quality is out of range
    public byte[] toJpeg(int quality) {
        requireQuality(quality);
        return OpenCv.encodeJpeg(this, quality, true);
    }

    /// This image as a baseline JPEG with half the resolution for colour (4:2:0), without metadata. It is
    /// smaller than [#toJpeg], for people to look at and not for models.
    ///
    /// @param quality libjpeg's scale, 1 to 100
    /// @throws LikenessException `INVALID_ARGUMENT` if the quality is out of range
    public byte[] toPreviewJpeg(int quality) {
        requireQuality(quality);
        return OpenCv.encodeJpeg(this, quality, false);
    }

    private static void requireQuality(int quality) {
        if (quality < 1 || quality > 100) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "JPEG quality must be between 1 and 100, got: %d".formatted(quality));
        }
    }
}
