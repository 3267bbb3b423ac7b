package dev.likeness.face;

/// A face the detector saw: where, with its five points, and how sure it was (`score`, 0 to 1).
/// Coordinates are those of the upright image that was searched.
public record Detection(Box box, Landmarks landmarks, float score) {

    /// @throws LikenessException `INVALID_ARGUMENT` unless `score` lies in 0 to 1
    public Detection {
        if (!(score >= 0 && score <= 1)) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "score must be between 0 and 1, got: " + score);
        }
    }

    /// This detection in an image `factor` times as large.
    public Detection scaled(float factor) {
        return new Detection(box.scaled(factor), landmarks.scaled(factor), score);
    }
}
