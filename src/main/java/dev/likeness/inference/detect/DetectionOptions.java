package dev.likeness.inference.detect;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;

/// Options of face detection.
///
/// @param longSide long side of the image in the first pass, in pixels, 32 to 8192. Larger images are shrunk
///     to it; smaller ones are never enlarged
/// @param minScore minimum score of a face, up to 1; 0 for the detector's default, which is 0.6 for YuNet and
///     0.5 for SCRFD. At 0.6, YuNet finds no false face in 500 crops without faces and misses 2 of 1,340
///     photos of faces; below 0.5 both numbers get worse
/// @param nmsIou maximum overlap of two detections as intersection over union, below 1; above it, only the
///     detection with the better score is kept; 0 for the detector's default, which is 0.3 for YuNet and 0.4
///     for SCRFD
/// @param minFace minimum of the longer side of a face's box, in pixels of the given image, at least 1
/// @param secondPassLongSide long side of the image in the second pass, in pixels, `longSide` to 32768; 0 for
///     no second pass. The second pass searches a shrunk image again in tiles if the first pass finds hints
///     of small faces
public record DetectionOptions(int longSide, float minScore, float nmsIou, int minFace, int secondPassLongSide) {
    private static final int MIN_LONG_SIDE = 32;
    private static final int MAX_LONG_SIDE = 8192;
    private static final int MAX_SECOND_PASS_LONG_SIDE = 32768;

    /// Checks the ranges.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public DetectionOptions {
        require(
                longSide >= MIN_LONG_SIDE && longSide <= MAX_LONG_SIDE,
                "longSide must be between " + MIN_LONG_SIDE + " and " + MAX_LONG_SIDE,
                longSide);
        require(
                minScore >= 0 && minScore <= 1,
                "minScore must be above 0 and at most 1, or 0 for the detector's default",
                minScore);
        require(
                nmsIou >= 0 && nmsIou < 1,
                "nmsIou must be above 0 and below 1, or 0 for the detector's default",
                nmsIou);
        require(minFace >= 1, "minFace must be at least 1", minFace);
        require(
                secondPassLongSide == 0
                        || (secondPassLongSide >= longSide && secondPassLongSide <= MAX_SECOND_PASS_LONG_SIDE),
                "secondPassLongSide must be 0 or between longSide and " + MAX_SECOND_PASS_LONG_SIDE,
                secondPassLongSide);
    }

    /// The default options: long side 1280, the detector's default score and IoU, faces of at least 16
    /// pixels, second pass at 2560.
    public static DetectionOptions defaults() {
        return new DetectionOptions(1280, 0, 0, 16, 2560);
    }

    /// The minimum score for a detector with this default.
    float minScoreOr(float detectorDefault) {
        return minScore > 0 ? minScore : detectorDefault;
    }

    /// The maximum overlap for a detector with this default.
    float nmsIouOr(float detectorDefault) {
        return nmsIou > 0 ? nmsIou : detectorDefault;
    }

    private static void require(boolean holds, String rule, Number value) {
        if (!holds) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, rule + ", got: " + value);
        }
    }
}
