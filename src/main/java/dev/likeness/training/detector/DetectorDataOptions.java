package dev.likeness.training.detector;

import dev.likeness.inference.detect.DetectionOptions;
import dev.likeness.support.HoldoutPhotos;
import dev.likeness.support.Preconditions;
import java.nio.file.Path;
import java.util.List;

/// The training data of a detector: photos, and the detector that labels them.
///
/// @param photos files and folders; folders are searched recursively
/// @param teacher id of the teacher, a detector
/// @param minTeacherScore minimum score at which the teacher's detection counts as a face, above 0 to 1
/// @param holdoutShare share of the photos that are held out for evaluation, 0 to below 1
/// @param holdoutSeed random seed that selects the held-out photos
/// @param maxPhotoSide longer side to which photos are shrunk in memory, pixels, 64 to 4096
public record DetectorDataOptions(
        List<Path> photos,
        String teacher,
        double minTeacherScore,
        double holdoutShare,
        long holdoutSeed,
        int maxPhotoSide) {
    private static final int MIN_SIDE = 64;
    private static final int MAX_SIDE = 4096;

    /// @throws dev.likeness.face.LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public DetectorDataOptions {
        photos = List.copyOf(photos);
        Preconditions.require(!teacher.isBlank(), "teacher must be a detector's id", "\"\"");
        Preconditions.require(
                minTeacherScore > 0 && minTeacherScore <= 1,
                "minTeacherScore must be above 0 and at most 1",
                minTeacherScore);
        Preconditions.require(
                holdoutShare >= 0 && holdoutShare < 1, "holdoutShare must be at least 0 and below 1", holdoutShare);
        Preconditions.require(
                maxPhotoSide >= MIN_SIDE && maxPhotoSide <= MAX_SIDE,
                "maxPhotoSide must be between %d and %d".formatted(MIN_SIDE, MAX_SIDE),
                maxPhotoSide);
    }

    /// No photos yet; `yunet` as the teacher, a tenth of the photos held out.
    public static DetectorDataOptions defaults() {
        return new DetectorDataOptions(List.of(), "yunet", 0.7, 0.1, 1, 1024);
    }

    /// The selection of held-out photos.
    public HoldoutPhotos holdout() {
        return new HoldoutPhotos(holdoutShare, holdoutSeed);
    }

    /// The options for the teacher's detection in whole photos: confident detections of any size.
    public DetectionOptions detection() {
        DetectionOptions usual = DetectionOptions.defaults();
        return new DetectionOptions(
                usual.longSide(), (float) minTeacherScore, usual.nmsIou(), 1, usual.secondPassLongSide());
    }
}
