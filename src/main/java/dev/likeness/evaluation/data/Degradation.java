package dev.likeness.evaluation.data;

import dev.likeness.image.ImageOptions;
import dev.likeness.image.ImageReader;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.embed.FaceAligner;
import java.util.SplittableRandom;

/// What life does to pictures. Strengths are in pixels of a face aligned to 112×112, so that they mean
/// the same for every face, however large it is in its photo.
public sealed interface Degradation {
    /// The picture afterwards, of the same size.
    ///
    /// @param image a picture in which the face has about the size of its aligned crop
    RgbImage apply(RgbImage image);

    /// The picture as it is.
    record None() implements Degradation {
        @Override
        public RgbImage apply(RgbImage image) {
            return image;
        }
    }

    /// Out of focus.
    ///
    /// @param sigma of a Gaussian, above 0
    record Blur(double sigma) implements Degradation {
        @Override
        public RgbImage apply(RgbImage image) {
            return image.blurred(sigma);
        }
    }

    /// Taken from afar: shrunk, and enlarged again.
    ///
    /// @param factor by which it is shrunk, at least 1
    record Downscale(double factor) implements Degradation {
        @Override
        public RgbImage apply(RgbImage image) {
            int width = (int) Math.max(1, Math.round(image.width() / factor));
            int height = (int) Math.max(1, Math.round(image.height() / factor));
            return image.resized(width, height).resized(image.width(), image.height());
        }
    }

    /// Compressed too far.
    ///
    /// @param quality of libjpeg, 1 to 100
    record Jpeg(int quality) implements Degradation {
        private static final ImageReader READER = new ImageReader(ImageOptions.defaults());

        @Override
        public RgbImage apply(RgbImage image) {
            return READER.open(image.toJpeg(quality)).decode();
        }
    }

    /// One of the four with equal chance: none, blur of σ 0.5 to 4, shrinking by 1.5 to 7, JPEG of
    /// quality 3 to 40, the strength uniform. The same seed and picture always give the same.
    ///
    /// @param image what names the picture
    static Degradation seeded(long seed, String image) {
        // The second step spreads seeds and hash codes that lie close together.
        SplittableRandom random = new SplittableRandom(new SplittableRandom(seed).nextLong() ^ image.hashCode());
        return switch (random.nextInt(4)) {
            case 0 -> new None();
            case 1 -> new Blur(random.nextDouble(0.5, 4));
            case 2 -> new Downscale(random.nextDouble(1.5, 7));
            default -> new Jpeg(random.nextInt(3, 41));
        };
    }

    /// One of three with equal chance: blur of σ 2 to 4, shrinking to 24 to 40 px, JPEG of quality 10.
    /// The same seed and picture always give the same.
    ///
    /// @param image what names the picture
    static Degradation severe(long seed, String image) {
        SplittableRandom random = new SplittableRandom(new SplittableRandom(seed).nextLong() ^ image.hashCode());
        return switch (random.nextInt(3)) {
            case 0 -> new Blur(random.nextDouble(2, 4));
            case 1 -> new Downscale(FaceAligner.SIZE / random.nextDouble(24, 40));
            default -> new Jpeg(10);
        };
    }
}
