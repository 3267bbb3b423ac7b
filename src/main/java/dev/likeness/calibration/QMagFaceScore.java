package dev.likeness.calibration;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;

/// The quality-aware comparison score of QMagFace (Terhörst et al., WACV 2023, §3): cos + min(0, β·cos −
/// α)·q, where q is the smaller quality of the two. Below cos = α/β, a pair of high quality is penalised more
/// than a pair of low quality. This is equivalent to a threshold that increases with the quality of the pair:
/// τ(q) = (T + α·q) / (1 + β·q).
///
/// The constants in the paper are for magnitudes of the official MagFace models; α and β have the inverse
/// unit of the quality. Two faces of low quality can still have a high score, so a decision must check the
/// quality as well.
///
/// @param alpha not negative
/// @param beta not negative, so that the score does not decrease as the cosine increases
public record QMagFaceScore(double alpha, double beta) {
    /// The published constants of the official iResNet-18, for magnitudes.
    public static final QMagFaceScore IRESNET18 = new QMagFaceScore(.092861, .135311);

    /// The published constants of the official iResNet-50, for magnitudes.
    public static final QMagFaceScore IRESNET50 = new QMagFaceScore(.065984, .103799);

    /// The published constants of the official iResNet-100, for magnitudes.
    public static final QMagFaceScore IRESNET100 = new QMagFaceScore(.077428, .125926);

    /// @throws LikenessException `INVALID_ARGUMENT` unless both are finite and not negative
    public QMagFaceScore {
        if (!(alpha >= 0 && beta >= 0) || !Double.isFinite(alpha) || !Double.isFinite(beta)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "alpha and beta must be finite and not negative, got: %s and %s".formatted(alpha, beta));
        }
    }

    /// The score, which is the cosine if cos ≥ α/β, and smaller otherwise.
    ///
    /// @param cosine −1 to 1
    /// @param firstQuality not negative, in the unit that `alpha` and `beta` were fitted for
    /// @param secondQuality not negative, in the same unit
    public double score(double cosine, double firstQuality, double secondQuality) {
        return cosine + Math.min(0, beta * cosine - alpha) * Math.min(firstQuality, secondQuality);
    }
}
