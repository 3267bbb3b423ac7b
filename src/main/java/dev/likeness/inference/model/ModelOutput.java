package dev.likeness.inference.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The output tensors of a model and how to decode them.
public sealed interface ModelOutput {

    /// The output of a detector: boxes and landmarks of faces.
    sealed interface Faces extends ModelOutput {
        /// The strides of the levels in pixels of the input, finest first.
        List<Integer> strides();

        /// The longer side of a face in its close-up, in pixels. A detector that locates landmarks best at
        /// one size processes each detected face once more in a close-up and takes the landmarks from it.
        /// Empty if the landmarks of the first detection are used.
        Optional<Integer> closeUp();
    }

    /// The twelve tensors of YuNet: `cls`, `obj`, `bbox` and `kps` at strides 8, 16 and 32, named `cls_8`
    /// and so on (Wu, Peng, Yu, *YuNet: A Tiny Millisecond-level Face Detector*, Machine Intelligence
    /// Research 2023).
    record YuNet(Optional<Integer> closeUp) implements Faces {
        /// The name of this decoder in a manifest.
        static final String DECODER = "yunet";

        public static final List<Integer> STRIDES = List.of(8, 16, 32);

        @Override
        public List<Integer> strides() {
            return STRIDES;
        }
    }

    /// The tensors of SCRFD with five landmarks: three levels for strides 8, 16 and 32, or five levels up to
    /// 128 (Guo, Deng, Lattas, Zafeiriou, *Sample and Computation Redistribution for Efficient Face
    /// Detection*, ICLR 2022). Each list starts with the finest stride.
    ///
    /// @param scores names of the tensors with one score per anchor
    /// @param boxes names of the tensors with four distances to the box's sides per anchor
    /// @param points names of the tensors with ten landmark offsets per anchor
    record Scrfd(List<String> scores, List<String> boxes, List<String> points, Optional<Integer> closeUp)
            implements Faces {
        /// The name of this decoder in a manifest.
        static final String DECODER = "scrfd";

        static final int FINEST_STRIDE = 8;

        public Scrfd {
            scores = List.copyOf(scores);
            boxes = List.copyOf(boxes);
            points = List.copyOf(points);
        }

        @Override
        public List<Integer> strides() {
            return IntStream.range(0, scores.size())
                    .mapToObj(level -> FINEST_STRIDE << level)
                    .toList();
        }
    }

    /// One vector per face: `float[n, dimension]`.
    ///
    /// @param name name of the tensor in the model; empty means its only output
    /// @param dimension number of components of the vector, 1 to 4096
    /// @param normalised whether the model divides by the norm. Its output then has no magnitude: every
    ///     [dev.likeness.face.Embedding] gets the magnitude 1, which says nothing about the quality of the
    ///     picture
    /// @param magnitudes range of the magnitudes of real faces, if it was measured; used to display a quality
    record Vector(Optional<String> name, int dimension, boolean normalised, Optional<Range> magnitudes)
            implements ModelOutput {}

    /// A range of magnitudes, `low < high`.
    record Range(float low, float high) {}
}
