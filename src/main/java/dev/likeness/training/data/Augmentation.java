package dev.likeness.training.data;

import dev.likeness.image.ImageOptions;
import dev.likeness.image.ImageReader;
import dev.likeness.image.RgbImage;
import java.util.SplittableRandom;

/// Augments pictures as [AugmentationOptions] describe: a picture is moved, then mirrored, then degraded. The
/// degradations are applied in the order in which they occur in a camera: blur, low resolution, noise,
/// compression.
public final class Augmentation {
    private static final ImageReader READER = new ImageReader(ImageOptions.defaults());
    private static final int CHANNELS = 3;
    private static final double MIN_BLUR = 0.3;
    private static final int MAX_JPEG_QUALITY = 95;
    private static final int BLUR = 1;
    private static final int SHRINK = 2;
    private static final int NOISE = 4;
    private static final int JPEG = 8;

    private final AugmentationOptions options;

    public Augmentation(AugmentationOptions options) {
        this.options = options;
    }

    /// Returns a random variant of a face.
    ///
    /// @param face aligned face of [FaceAligner#SIZE] × [FaceAligner#SIZE] pixels; the result has the same
    ///     size
    public AugmentedFace apply(RgbImage face, SplittableRandom random) {
        RgbImage moved = moved(face, random);
        RgbImage turned = options.flip() && random.nextBoolean() ? mirrored(moved) : moved;
        return new AugmentedFace(turned, random.nextDouble() < options.degrade() ? degraded(turned, random) : turned);
    }

    private RgbImage moved(RgbImage face, SplittableRandom random) {
        if (options.shift() == 0 && options.rotation() == 0 && options.zoom() == 0) {
            return face;
        }
        double angle = Math.toRadians(symmetric(random, options.rotation()));
        double scale = 1 + symmetric(random, options.zoom());
        double right = symmetric(random, options.shift());
        double down = symmetric(random, options.shift());
        // Maps a pixel of the result to the source: rotation and zoom about the centre, then the shift.
        double cosine = Math.cos(angle) / scale;
        double sine = Math.sin(angle) / scale;
        int width = face.width();
        int height = face.height();
        double centreX = (width - 1) / 2.0;
        double centreY = (height - 1) / 2.0;
        byte[] source = face.rgb();
        byte[] target = new byte[source.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double dx = x - centreX - right;
                double dy = y - centreY - down;
                double fromX = Math.clamp(centreX + cosine * dx + sine * dy, 0, width - 1.0);
                double fromY = Math.clamp(centreY - sine * dx + cosine * dy, 0, height - 1.0);
                int left = (int) fromX;
                int top = (int) fromY;
                int nextX = Math.min(left + 1, width - 1);
                int nextY = Math.min(top + 1, height - 1);
                double u = fromX - left;
                double v = fromY - top;
                for (int colour = 0; colour < CHANNELS; colour++) {
                    double above = (1 - u) * level(source, width, left, top, colour)
                            + u * level(source, width, nextX, top, colour);
                    double below = (1 - u) * level(source, width, left, nextY, colour)
                            + u * level(source, width, nextX, nextY, colour);
                    target[CHANNELS * (y * width + x) + colour] = (byte) Math.round((1 - v) * above + v * below);
                }
            }
        }
        return new RgbImage(width, height, target);
    }

    private static int level(byte[] rgb, int width, int x, int y, int colour) {
        return rgb[CHANNELS * (y * width + x) + colour] & 0xff;
    }

    /// The mirror image of a picture.
    public static RgbImage mirrored(RgbImage face) {
        int width = face.width();
        byte[] source = face.rgb();
        byte[] target = new byte[source.length];
        for (int y = 0; y < face.height(); y++) {
            for (int x = 0; x < width; x++) {
                System.arraycopy(
                        source, CHANNELS * (y * width + x), target, CHANNELS * (y * width + width - 1 - x), CHANNELS);
            }
        }
        return new RgbImage(width, face.height(), target);
    }

    private RgbImage degraded(RgbImage face, SplittableRandom random) {
        int means = random.nextInt(1, 1 << 4);
        RgbImage worse = face;
        if ((means & BLUR) != 0 && options.blur() > MIN_BLUR) {
            worse = worse.blurred(random.nextDouble(MIN_BLUR, options.blur()));
        }
        if ((means & SHRINK) != 0 && options.minSide() < face.width()) {
            int side = random.nextInt(options.minSide(), face.width());
            worse = worse.resized(side, side).resized(face.width(), face.height());
        }
        if ((means & NOISE) != 0 && options.noise() > 0) {
            worse = noisy(worse, random.nextDouble(options.noise()), random);
        }
        if ((means & JPEG) != 0 && options.minJpegQuality() < MAX_JPEG_QUALITY) {
            int quality = random.nextInt(options.minJpegQuality(), MAX_JPEG_QUALITY);
            worse = READER.open(worse.toJpeg(quality)).decode();
        }
        return worse;
    }

    private static RgbImage noisy(RgbImage face, double deviation, SplittableRandom random) {
        byte[] levels = face.rgb().clone();
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (byte) Math.clamp(Math.round((levels[i] & 0xff) + deviation * random.nextGaussian()), 0, 255);
        }
        return new RgbImage(face.width(), face.height(), levels);
    }

    private static double symmetric(SplittableRandom random, double max) {
        return max == 0 ? 0 : random.nextDouble(-max, max);
    }
}
