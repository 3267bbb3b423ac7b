package dev.likeness.training.data;

import dev.likeness.inference.embed.FaceAligner;
import dev.likeness.support.Preconditions;

/// How pictures are changed before they are learned from. What is drawn for a picture follows from the
/// seed, the epoch and the picture alone. Lengths are in pixels of the 112×112 face.
///
/// @param flip whether half of the pictures are mirrored
/// @param shift the most by which a face is moved each way, 0 to 20
/// @param rotation the most by which it is turned, degrees, 0 to 30
/// @param zoom the most by which it grows or shrinks, as a share, 0 to 0.3
/// @param degrade share of the pictures that are made worse, 0 to 1, each by one to four of the means
///     below at a strength from nearly none to the most
/// @param blur greatest σ of a Gaussian blur, 0 for none
/// @param minSide the side to which a picture may be shrunk and enlarged again, 8 to 112
/// @param minJpegQuality of JPEG compression, 1 to 100
/// @param noise greatest standard deviation of Gaussian noise, in levels of 255, 0 for none
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

    /// The published training's: mirrored, and nothing else.
    public static AugmentationOptions defaults() {
        return new AugmentationOptions(true, 0, 0, 0, 0, 4, 14, 10, 15);
    }

    private static void requireRange(String name, double value, double max) {
        Preconditions.require(value >= 0 && value <= max, "%s must be between 0 and %s".formatted(name, max), value);
    }
}
