package dev.likeness.inference;

import java.util.Optional;

/// What a model says, and how to read it.
public sealed interface ModelOutput {

    /// The twelve tensors of YuNet: `cls`, `obj`, `bbox` and `kps` at strides 8, 16 and 32, named `cls_8` and so on
    /// (Wu, Peng, Yu, *YuNet: A Tiny Millisecond-level Face Detector*, Machine Intelligence Research 2023).
    record YuNet() implements ModelOutput {
        /// The word a manifest uses.
        static final String DECODER = "yunet";
    }

    /// One vector a face: `float[n, dimension]`.
    ///
    /// @param name the tensor's name in the model; absent means its only output
    /// @param dimension components of the vector, 1 to 4096
    /// @param normalised whether the model itself divides by the norm. Then its output has no magnitude: every
    ///     [dev.likeness.face.Embedding] gets the magnitude 1, which says nothing of the picture's quality
    /// @param magnitudes where the magnitudes of real faces lie, if the maker measured it: a hint for display
    record Vector(Optional<String> name, int dimension, boolean normalised, Optional<Range> magnitudes)
            implements ModelOutput {}

    /// A range of magnitudes, `low < high`.
    record Range(float low, float high) {}
}
