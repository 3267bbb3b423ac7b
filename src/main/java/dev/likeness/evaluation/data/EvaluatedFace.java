package dev.likeness.evaluation.data;

import dev.likeness.face.Embedding;

/// The face of a picture as a measurement needs it.
///
/// @param detectorScore 0 to 1; 0 where the detector no longer sees the face; NaN if it was not asked
/// @param sharpness variance of the Laplacian of the aligned crop's brightness (Pech-Pacheco et al., ICPR
///     2000), not negative; NaN if there was no picture
public record EvaluatedFace(Embedding embedding, double detectorScore, double sharpness) {}
