package dev.likeness.calibration;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import org.jspecify.annotations.Nullable;

/// A pair of faces or templates with its label, mated or impostor. Calibrations are fitted to such pairs.
///
/// @param cosine −1 to 1
/// @param firstQuality 0 to 1, on the model's [QualityScale]
/// @param secondQuality 0 to 1, on the model's [QualityScale]
/// @param mated true if both are one person
/// @param firstPerson identity of the first face, or null if only `mated` is known
/// @param secondPerson identity of the second face, or null if only `mated` is known
public record LabelledPair(
        double cosine,
        double firstQuality,
        double secondQuality,
        boolean mated,
        @Nullable String firstPerson,
        @Nullable String secondPerson) {

    /// @throws LikenessException `INVALID_ARGUMENT` if a number is out of its range, or the identities
    ///     contradict `mated`
    public LabelledPair {
        if (!(cosine >= -1 && cosine <= 1)) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "cosine must be between -1 and 1, got: " + cosine);
        }
        if (!(firstQuality >= 0 && firstQuality <= 1) || !(secondQuality >= 0 && secondQuality <= 1)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "qualities must be between 0 and 1, got: %s and %s".formatted(firstQuality, secondQuality));
        }
        if (firstPerson != null && secondPerson != null && firstPerson.equals(secondPerson) != mated) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a pair is mated when both faces are one person, got: mated=%s of %s and %s"
                            .formatted(mated, firstPerson, secondPerson));
        }
    }

    /// A pair without identities.
    public LabelledPair(double cosine, double firstQuality, double secondQuality, boolean mated) {
        this(cosine, firstQuality, secondQuality, mated, null, null);
    }

    /// The quality of a pair is the smaller of its two qualities.
    public double quality() {
        return Math.min(firstQuality, secondQuality);
    }
}
