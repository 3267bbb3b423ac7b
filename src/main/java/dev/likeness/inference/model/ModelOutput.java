package dev.likeness.inference.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What a model says, and how to read it.
public sealed interface ModelOutput {

    /// What a detector says: boxes and points of faces.
    sealed interface Faces extends ModelOutput {
        /// The strides of its levels in pixels of the input, finest first.
        List<Integer> strides();

        /// How many pixels a found face's longer side has when it is looked at once more, alone, and its
        /// points are taken from that: for detectors that place points best at one size. Nothing if the
        /// first look's points count.
        Optional<Integer> closeUp();
    }

    /// The twelve tensors of YuNet: `cls`, `obj`, `bbox` and `kps` at strides 8, 16 and 32, named `cls_8`
    /// and so on (Wu, Peng, Yu, *YuNet: A Tiny Millisecond-level Face Detector*, Machine Intelligence
    /// Research 2023).
    record YuNet(Optional<Integer> closeUp) implements Faces {
        /// The word a manifest uses.
        static final String DECODER = "yunet";

        public static final List<Integer> STRIDES = List.of(8, 16, 32);

        @Override
        public List<Integer> strides() {
            return STRIDES;
        }
    }

    /// The tensors of SCRFD with five points, each list finest stride first: three levels for strides 8,
    /// 16 and 32, five up to 128 (Guo, Deng, Lattas, Zafeiriou, *Sample and Computation Redistribution
    /// for Efficient Face Detection*, ICLR 2022).
    ///
    /// @param scores names of the tensors with one number an anchor
    /// @param boxes names of the tensors with the four distances to a box's sides
    /// @param points names of the tensors with the ten distances to the points
    record Scrfd(List<String> scores, List<String> boxes, List<String> points, Optional<Integer> closeUp)
            implements Faces {
        /// The word a manifest uses.
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

    /// One vector a face: `float[n, dimension]`.
    ///
    /// @param name the tensor's name in the model; absent means its only output
    /// @param dimension components of the vector, 1 to 4096
    /// @param normalised whether the model itself divides by the norm. Then its output has no magnitude:
    ///     every [dev.likeness.face.Embedding] gets the magnitude 1, which says nothing of the picture's
    ///     quality
    /// @param magnitudes where the magnitudes of real faces lie, if the maker measured it: a hint for
    ///     display
    record Vector(Optional<String> name, int dimension, boolean normalised, Optional<Range> magnitudes)
            implements ModelOutput {}

    /// A range of magnitudes, `low < high`.
    record Range(float low, float high) {}
}
