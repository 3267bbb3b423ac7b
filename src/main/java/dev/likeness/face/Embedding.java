package dev.likeness.face;

/// What a MagFace-style model says of a face: the direction tells who it is, the magnitude (the norm of the raw
/// model output, model-specific scale) tells how good the picture is (Meng et al., CVPR 2021, §3).
public record Embedding(UnitVector direction, float magnitude) {

    /// @throws LikenessException `INVALID_ARGUMENT` unless `magnitude` is finite and positive
    public Embedding {
        if (!(magnitude > 0) || !Float.isFinite(magnitude)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "magnitude must be positive and finite, got: " + magnitude);
        }
    }

    /// Splits a raw model output.
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
