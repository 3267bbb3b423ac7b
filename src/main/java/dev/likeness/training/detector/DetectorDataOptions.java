package dev.likeness.training.detector;

import dev.likeness.inference.detect.DetectionOptions;
import dev.likeness.support.HoldoutPhotos;
import dev.likeness.support.Preconditions;
import java.nio.file.Path;
import java.util.List;

/// What a detector learns from: photos, and another detector that says where the faces are.
///
/// @param photos files and folders, which are searched to their depths
/// @param teacher id of a detector
/// @param minTeacherScore the teacher's score from which on a detection is a face around which pictures are made,
///     above 0 to 1
/// @param holdoutShare share of the photos that are kept from training, to judge by, 0 to below 1
/// @param holdoutSeed which ones
/// @param maxPhotoSide longer side to which photos are shrunk, as they are held in memory, 64 to 4096
///     pixels
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

    /// No photos yet; taught by `yunet`, a tenth kept.
    public static DetectorDataOptions defaults() {
        return new DetectorDataOptions(List.of(), "yunet", 0.7, 0.1, 1, 1024);
    }

    /// Which photos are kept.
    public HoldoutPhotos holdout() {
        return new HoldoutPhotos(holdoutShare, holdoutSeed);
    }

    /// How the teacher is to look at whole photos: for what it is sure of, of any size.
    public DetectionOptions detection() {
        DetectionOptions usual = DetectionOptions.defaults();
        return new DetectionOptions(
                usual.longSide(), (float) minTeacherScore, usual.nmsIou(), 1, usual.secondPassLongSide());
    }
}
