package dev.likeness.face;

/// The output of a MagFace-style model for a face. The direction identifies the person; the magnitude (the
/// norm of the raw model output, on the model's own scale) measures the quality of the picture (Meng et al.,
/// CVPR 2021, §3).
public record Embedding(UnitVector direction, float magnitude) {

    /// Checks the magnitude.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` unless `magnitude` is finite and positive
    public Embedding {
        if (!(magnitude > 0) || !Float.isFinite(magnitude)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "magnitude must be positive and finite, got: " + magnitude);
        }
    }

    /// Splits a raw model output into direction and magnitude.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the output is empty, zero, or holds NaN or infinity
    public static Embedding ofRaw(float[] raw) {
        return new Embedding(UnitVector.normalized(raw), (float) UnitVector.norm(raw));
    }

    /// The raw model output: direction × magnitude.
    public float[] raw() {
        float[] raw = direction.toArray();
        for (int i = 0; i < raw.length; i++) {
            raw[i] *= magnitude;
        }
        return raw;
    }
}
