package dev.likeness.engine.search;

import dev.likeness.face.Detection;
import dev.likeness.face.FaceId;
import dev.likeness.scoring.ActiveCalibration;
import org.jspecify.annotations.Nullable;

/// Are two pictures of one person?
///
/// @param embedder id of the model that was asked
/// @param calibration what probability and decision rest on; null if none is known for the model
/// @param operatingPoint how many false matches `decision` may bring: `cautious`, `balanced` or `eager`
/// @param falseMatchRate that number, a share of impostor pairs
/// @param first the largest face of the first picture
/// @param second the largest face of the second picture
/// @param cosine of the two faces, −1 to 1
/// @param prior P(same person) before anyone looked: 0.5
/// @param probability P(same person), 0 to 1; null without a calibration
/// @param decision `match`, `no-match` or `low-quality`; null without a calibration
public record VerifyResult(
        String embedder,
        @Nullable ActiveCalibration calibration,
        String operatingPoint,
        double falseMatchRate,
        Side first,
        Side second,
        float cosine,
        double prior,
        @Nullable Double probability,
        @Nullable String decision) {

    /// One of the two faces.
    ///
    /// @param face its id, if it is one of the gallery's; null else
    /// @param detection where it was found, in pixels of the upright, full-size picture; null if
    ///     there is none
    /// @param magnitude of its embedding, on the embedder's own scale
    /// @param quality 0 to 100
    /// @param facesInPicture how many faces its picture shows, this one included
    public record Side(
            @Nullable FaceId face, @Nullable Detection detection, float magnitude, int quality, int facesInPicture) {}
}
