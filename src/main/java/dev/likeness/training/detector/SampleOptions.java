package dev.likeness.training.detector;

import dev.likeness.inference.embed.FaceAligner;
import dev.likeness.support.Preconditions;
import dev.likeness.training.data.AugmentationOptions;

/// How the square training pictures of a detector are synthesised. All random values depend only on the seed,
/// the epoch and the photo.
///
/// @param side side of the pictures, pixels, a multiple of 32 from 64 to 1024
/// @param largeShare share of the steps, 0 to 1, whose pictures have twice that side. Such a step has a
///     quarter of the pictures. It trains large faces at the expense of the others
/// @param minFace minimum side of a face, pixels, at least 4
/// @param maxFace maximum side of a face relative to the picture, or to its cell of a mosaic, above 0 to 1.
///     Sizes are drawn evenly on a logarithmic scale between the maximum and the larger of `minFace` and a
///     quarter of the picture or cell
/// @param mosaic share of the pictures that are mosaics of 4 to 36 photos, 0 to 1
/// @param faceRows share of the pictures into which rows of faces from other photos are pasted; at most 1
///     together with `mosaic`
/// @param light share of the pictures whose brightness, contrast and colours are changed, 0 to 1
/// @param degrade share of the pictures that are degraded, 0 to 1, each by one to four of the degradations
///     below
/// @param blur maximum σ of the Gaussian blur, pixels, 0 to 20
/// @param noise maximum standard deviation of the Gaussian noise, in levels of 255, 0 to 100
/// @param minJpegQuality minimum quality of the JPEG compression, 1 to 100
public record SampleOptions(
        int side,
        double largeShare,
        double minFace,
        double maxFace,
        double mosaic,
        double faceRows,
        double light,
        double degrade,
        double blur,
        double noise,
        int minJpegQuality) {
    private static final int MIN_SIDE = 64;
    private static final int MAX_SIDE = 1024;
    private static final int STRIDE = 32;

    /// @throws dev.likeness.face.LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public SampleOptions {
        Preconditions.require(
                side >= MIN_SIDE && side <= MAX_SIDE && side % STRIDE == 0,
                "side must be a multiple of %d between %d and %d".formatted(STRIDE, MIN_SIDE, MAX_SIDE),
                side);
        Preconditions.require(maxFace > 0 && maxFace <= 1, "maxFace must be above 0 and at most 1", maxFace);
        // A cell of a mosaic must still have room for a face.
        double bound = side * maxFace / 3;
        Preconditions.require(
                minFace >= 4 && minFace < bound,
                "minFace must be at least 4 and below a third of side · maxFace (%s)".formatted(bound),
                minFace);
        share("largeShare", largeShare);
        share("mosaic", mosaic);
        share("faceRows", faceRows);
        Preconditions.require(
                mosaic + faceRows <= 1, "mosaic and faceRows must together be at most 1", mosaic + faceRows);
        share("light", light);
        share("degrade", degrade);
        Preconditions.require(blur >= 0 && blur <= 20, "blur must be between 0 and 20", blur);
        Preconditions.require(noise >= 0 && noise <= 100, "noise must be between 0 and 100", noise);
        Preconditions.require(
                minJpegQuality >= 1 && minJpegQuality <= 100,
                "minJpegQuality must be between 1 and 100",
                minJpegQuality);
    }

    /// Pictures of 256 pixels, and of 512 in every third step, with faces from 10 pixels to nine tenths of
    /// the picture.
    public static SampleOptions defaults() {
        return new SampleOptions(256, 0.33, 10, 0.9, 0.5, 0.15, 0.6, 0.3, 2, 10, 30);
    }

    /// The degradations as options of [Augmentation], without any that moves a face.
    AugmentationOptions degradation() {
        return new AugmentationOptions(false, 0, 0, 0, degrade, blur, FaceAligner.SIZE, minJpegQuality, noise);
    }

    private static void share(String name, double value) {
        Preconditions.require(value >= 0 && value <= 1, name + " must be between 0 and 1", value);
    }
}
