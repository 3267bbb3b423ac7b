package dev.likeness.inference.detect;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;

/// How faces are looked for.
///
/// @param longSide pixels of the longer side in the first pass, 32 to 8192. Larger images are shrunk to
///     it, smaller ones are never enlarged
/// @param minScore least score of a face, up to 1, or 0 for what suits the detector: YuNet 0.6, where it
///     shows no false face on 500 face-free crops and misses 2 of 1,340 photos of faces (below 0.5 both
///     curves turn for the worse); SCRFD 0.5
/// @param nmsIou of two detections whose boxes overlap by more than this, as intersection over union, the
///     better score counts; below 1, or 0 for what suits the detector: YuNet 0.3, SCRFD 0.4
/// @param minFace least height or width of a face's box, whichever is larger, in pixels of the image
///     given; at least 1
/// @param secondPassLongSide pixels of the longer side in the second pass, which searches a shrunk image
///     again in tiles if the first one hints at small faces; `longSide` to 32768, or 0 for no second pass
public record DetectionOptions(int longSide, float minScore, float nmsIou, int minFace, int secondPassLongSide) {
    private static final int MIN_LONG_SIDE = 32;
    private static final int MAX_LONG_SIDE = 8192;
    private static final int MAX_SECOND_PASS_LONG_SIDE = 32768;

    /// @throws LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public DetectionOptions {
        require(
                longSide >= MIN_LONG_SIDE && longSide <= MAX_LONG_SIDE,
                "longSide must be between " + MIN_LONG_SIDE + " and " + MAX_LONG_SIDE,
                longSide);
        require(
                minScore >= 0 && minScore <= 1,
                "minScore must be above 0 and at most 1, or 0 for the detector's own",
                minScore);
        require(nmsIou >= 0 && nmsIou < 1, "nmsIou must be above 0 and below 1, or 0 for the detector's own", nmsIou);
        require(minFace >= 1, "minFace must be at least 1", minFace);
        require(
                secondPassLongSide == 0
                        || (secondPassLongSide >= longSide && secondPassLongSide <= MAX_SECOND_PASS_LONG_SIDE),
                "secondPassLongSide must be 0 or between longSide and " + MAX_SECOND_PASS_LONG_SIDE,
                secondPassLongSide);
    }

    /// Long side 1280, the detector's own score and IoU, faces from 16 pixels, second pass at 2560.
    public static DetectionOptions defaults() {
        return new DetectionOptions(1280, 0, 0, 16, 2560);
    }

    /// The least score that holds for a detector whose own is `detectors`.
    float minScoreOr(float detectors) {
        return minScore > 0 ? minScore : detectors;
    }

    /// The overlap that holds for a detector whose own is `detectors`.
    float nmsIouOr(float detectors) {
        return nmsIou > 0 ? nmsIou : detectors;
    }

    private static void require(boolean holds, String rule, Number value) {
        if (!holds) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, rule + ", got: " + value);
        }
    }
}
