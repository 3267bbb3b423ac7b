package dev.likeness.cluster;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;

/// What a gallery makes likely before two faces are looked at: among many faces a given one is seldom the
/// right one, and where most faces have nobody who looks like them, a new one will hardly have.
///
/// @param faces how many faces there are, at least 1
/// @param singletonShare the share of faces that nobody clearly resembles, strictly between 0 and 1
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

    /// What counting says of a gallery.
    ///
    /// @param faces how many there are
    /// @param alone how many of them nobody clearly resembles
    public static GalleryPrior ofCounts(long faces, long alone) {
        // One of each kind was seen before: no gallery makes anything certain.
        return new GalleryPrior(Math.max(1, faces), (alone + 1.0) / (faces + 2.0));
    }

    /// ln (odds of being alone × faces): how much evidence, in true nats, says that a face is this one's
    /// and nobody's.
    public double logOddsAgainst() {
        return Math.log((double) faces) + Math.log(singletonShare / (1 - singletonShare));
    }
}
