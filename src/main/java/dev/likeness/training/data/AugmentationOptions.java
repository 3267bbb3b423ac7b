package dev.likeness.training.data;

import dev.likeness.inference.embed.FaceAligner;
import dev.likeness.support.Preconditions;

/// The augmentation of training pictures. The random variant of a picture depends only on the seed, the epoch
/// and the picture. Lengths are in pixels of the 112×112 face.
///
/// @param flip whether half of the pictures are mirrored
/// @param shift maximum shift in each direction, pixels, 0 to 20
/// @param rotation maximum rotation in either direction, degrees, 0 to 30
/// @param zoom maximum relative change of the size, 0 to 0.3
/// @param degrade share of the pictures that are degraded, 0 to 1; each gets one to four of the degradations
///     below, at a random strength up to the limit
/// @param blur maximum σ of the Gaussian blur, pixels, 0 to 20; 0 for no blur
/// @param minSide minimum side to which a picture is shrunk before it is enlarged again, pixels, 8 to 112
/// @param minJpegQuality minimum quality of the JPEG compression, 1 to 100
/// @param noise maximum standard deviation of the Gaussian noise, in levels of 255, 0 to 100; 0 for no noise
public record AugmentationOptions(
        boolean flip,
        double shift,
        double rotation,
        double zoom,
        double degrade,
        double blur,
        int minSide,
        int minJpegQuality,
        double noise) {
    private static final int MIN_SIDE = 8;

    /// @throws dev.likeness.face.LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public AugmentationOptions {
        requireRange("shift", shift, 20);
        requireRange("rotation", rotation, 30);
        requireRange("zoom", zoom, 0.3);
        requireRange("degrade", degrade, 1);
        requireRange("blur", blur, 20);
        requireRange("noise", noise, 100);
        Preconditions.require(
                minSide >= MIN_SIDE && minSide <= FaceAligner.SIZE,
                "minSide must be between %d and %d".formatted(MIN_SIDE, FaceAligner.SIZE),
                minSide);
        Preconditions.require(
                minJpegQuality >= 1 && minJpegQuality <= 100,
                "minJpegQuality must be between 1 and 100",
                minJpegQuality);
    }

    /// The augmentation of the published training: mirroring only.
    public static AugmentationOptions defaults() {
        return new AugmentationOptions(true, 0, 0, 0, 0, 4, 14, 10, 15);
    }

    private static void requireRange(String name, double value, double max) {
        Preconditions.require(value >= 0 && value <= max, "%s must be between 0 and %s".formatted(name, max), value);
    }
}
