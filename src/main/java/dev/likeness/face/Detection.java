package dev.likeness.face;

/// A detected face: its box, its five landmarks and the detector's confidence (`score`, 0 to 1). Coordinates
/// are pixels of the upright image that the detector processed.
public record Detection(Box box, Landmarks landmarks, float score) {

    /// Checks the score.
    ///
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

    /// This detection, moved by a number of pixels.
    public Detection moved(float right, float down) {
        return new Detection(box.moved(right, down), landmarks.moved(right, down), score);
    }
}
