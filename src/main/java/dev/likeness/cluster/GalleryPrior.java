package dev.likeness.cluster;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;

/// The prior probability that two faces of a gallery are one person. It is lower in a large gallery, and
/// where most faces resemble no other face.
///
/// @param faces number of faces, at least 1
/// @param singletonShare share of faces that clearly resemble no other face, strictly between 0 and 1
public record GalleryPrior(long faces, double singletonShare) {

    /// @throws LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public GalleryPrior {
        if (faces < 1 || !(singletonShare > 0 && singletonShare < 1)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a prior needs at least 1 face and a share between 0 and 1, got: %d and %s"
                            .formatted(faces, singletonShare));
        }
    }

    /// Estimates the prior from counts.
    ///
    /// @param faces number of faces
    /// @param singletons number of faces that clearly resemble no other face
    public static GalleryPrior ofCounts(long faces, long singletons) {
        // Add-one smoothing, because no gallery makes anything certain.
        return new GalleryPrior(Math.max(1, faces), (singletons + 1.0) / (faces + 2.0));
    }

    /// ln(odds of a singleton × faces): the evidence, in nats, that two faces must exceed to be one person.
    public double logOddsAgainst() {
        return Math.log((double) faces) + Math.log(singletonShare / (1 - singletonShare));
    }
}
