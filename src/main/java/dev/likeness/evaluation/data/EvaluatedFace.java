package dev.likeness.evaluation.data;

import dev.likeness.face.Embedding;

/// The face of a picture, with the quality measures that are evaluated.
///
/// @param detectorScore 0 to 1; 0 if the detector no longer finds the face; NaN if it was not run
/// @param sharpness variance of the Laplacian of the aligned crop's brightness (Pech-Pacheco et al., ICPR
///     2000), at least 0; NaN without a picture
public record EvaluatedFace(Embedding embedding, double detectorScore, double sharpness) {}
