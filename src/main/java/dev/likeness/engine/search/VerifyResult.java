package dev.likeness.engine.search;

import dev.likeness.face.Detection;
import dev.likeness.face.FaceId;
import dev.likeness.scoring.ActiveCalibration;
import org.jspecify.annotations.Nullable;

/// The result of comparing two pictures: whether they show one person.
///
/// @param embedder id of the model that was used
/// @param calibration the calibration of probability and decision; null if the model has no calibration
/// @param operatingPoint how many false matches `decision` accepts: `cautious`, `balanced` or `eager`
/// @param falseMatchRate the operating point's rate, a share of impostor pairs
/// @param first the largest face of the first picture
/// @param second the largest face of the second picture
/// @param cosine cosine of the two faces, −1 to 1
/// @param prior P(same person) before the comparison: 0.5
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
    /// @param face the face's id if it is in the gallery; else null
    /// @param detection the face's detection, in pixels of the upright, full-size picture; null if there is
    ///     no detection
    /// @param magnitude magnitude of its embedding, on the embedder's own scale
    /// @param quality 0 to 100
    /// @param facesInPicture number of faces in its picture, including this one
    public record Side(
            @Nullable FaceId face, @Nullable Detection detection, float magnitude, int quality, int facesInPicture) {}
}
