package dev.likeness.evaluation.data;

import dev.likeness.image.ImageOptions;
import dev.likeness.image.ImageReader;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.embed.FaceAligner;
import java.util.SplittableRandom;

/// A degradation that occurs in real pictures. Strengths are in pixels of a face aligned to 112×112, so that
/// they mean the same for faces of any size.
public sealed interface Degradation {
    /// Returns the degraded picture, of the same size.
    ///
    /// @param image a picture in which the face has about the size of its aligned crop
    RgbImage apply(RgbImage image);

    /// No degradation.
    record None() implements Degradation {
        @Override
        public RgbImage apply(RgbImage image) {
            return image;
        }
    }

    /// A picture out of focus.
    ///
    /// @param sigma σ of the Gaussian blur, pixels, above 0
    record Blur(double sigma) implements Degradation {
        @Override
        public RgbImage apply(RgbImage image) {
            return image.blurred(sigma);
        }
    }

    /// A face far from the camera: shrunk and enlarged again.
    ///
    /// @param factor factor by which it is shrunk, at least 1
    record Downscale(double factor) implements Degradation {
        @Override
        public RgbImage apply(RgbImage image) {
            int width = (int) Math.max(1, Math.round(image.width() / factor));
            int height = (int) Math.max(1, Math.round(image.height() / factor));
            return image.resized(width, height).resized(image.width(), image.height());
        }
    }

    /// A strongly compressed picture.
    ///
    /// @param quality quality of libjpeg, 1 to 100
    record Jpeg(int quality) implements Degradation {
        private static final ImageReader READER = new ImageReader(ImageOptions.defaults());

        @Override
        public RgbImage apply(RgbImage image) {
            return READER.open(image.toJpeg(quality)).decode();
        }
    }

    /// Draws one of four degradations with equal probability: none, blur of σ 0.5 to 4, shrinking by 1.5 to
    /// 7, or JPEG of quality 3 to 40, with uniform strength. The result depends only on the seed and the
    /// picture.
    ///
    /// @param image name of the picture
    static Degradation seeded(long seed, String image) {
        // The second step decorrelates neighbouring seeds and hash codes.
        SplittableRandom random = new SplittableRandom(new SplittableRandom(seed).nextLong() ^ image.hashCode());
        return switch (random.nextInt(4)) {
            case 0 -> new None();
            case 1 -> new Blur(random.nextDouble(0.5, 4));
            case 2 -> new Downscale(random.nextDouble(1.5, 7));
            default -> new Jpeg(random.nextInt(3, 41));
        };
    }

    /// Draws one of three degradations with equal probability: blur of σ 2 to 4, shrinking to 24 to 40 px, or
    /// JPEG of quality 10. The result depends only on the seed and the picture.
    ///
    /// @param image name of the picture
    static Degradation severe(long seed, String image) {
        SplittableRandom random = new SplittableRandom(new SplittableRandom(seed).nextLong() ^ image.hashCode());
        return switch (random.nextInt(3)) {
            case 0 -> new Blur(random.nextDouble(2, 4));
            case 1 -> new Downscale(FaceAligner.SIZE / random.nextDouble(24, 40));
            default -> new Jpeg(10);
        };
    }
}
