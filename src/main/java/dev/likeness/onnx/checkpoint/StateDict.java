package dev.likeness.onnx.checkpoint;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A network's weights by name, as PyTorch's `state_dict` has them, without any prefix:
/// `layer1.0.conv1.weight`.
public final class StateDict {
    private static final List<String> STATISTICS = List.of(".running_mean", ".running_var", ".num_batches_tracked");

    private final String origin;
    private final Map<String, Tensor> tensors;

    private StateDict(String origin, Map<String, Tensor> tensors) {
        this.origin = origin;
        this.tensors = tensors;
    }

    /// Weights that are in memory already.
    ///
    /// @param origin what to call these weights in messages, such as the path they were read from
    /// @param tensors by name
    public static StateDict of(String origin, Map<String, Tensor> tensors) {
        return new StateDict(origin, Collections.unmodifiableMap(new LinkedHashMap<>(tensors)));
    }

    /// What these weights are called in messages.
    public String origin() {
        return origin;
    }

    public Set<String> names() {
        return tensors.keySet();
    }

    public boolean contains(String name) {
        return tensors.containsKey(name);
    }

    /// How many numbers training learns: all but the statistics that a BatchNorm gathers.
    public long parameters() {
        return tensors.entrySet().stream()
                .filter(entry -> STATISTICS.stream().noneMatch(entry.getKey()::endsWith))
                .mapToLong(entry -> entry.getValue().values().length)
                .sum();
    }

    /// The tensor of that name.
    ///
    /// @throws LikenessException `MODEL_INVALID` if there is none, or if it holds NaN or infinity
    public Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw invalid("%s must hold the tensor %s, got none of that name".formatted(origin, name));
        }
        float[] values = tensor.values();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw invalid("%s: %s must be finite, got: %s at element %d".formatted(origin, name, values[i], i));
            }
        }
        return tensor;
    }

    /// The tensor of that name and shape.
    ///
    /// @throws LikenessException `MODEL_INVALID` if there is none, if its shape is another, or if it
    ///     holds NaN or infinity
    public Tensor tensor(String name, int... shape) {
        Tensor tensor = tensor(name);
        if (!tensor.shape().equals(Arrays.stream(shape).boxed().toList())) {
            throw invalid("%s: %s must have shape %s, got: %s"
                    .formatted(origin, name, Arrays.toString(shape), tensor.shape()));
        }
        return tensor;
    }

    /// The tensor of that name, whose number of sides is `rank` and whose sides are all positive.
    ///
    /// @throws LikenessException `MODEL_INVALID` if there is none, if it has another number of sides or
    ///     an empty one, or if it holds NaN or infinity
    public Tensor tensorOfRank(String name, int rank) {
        Tensor tensor = tensor(name);
        if (tensor.rank() != rank || tensor.shape().contains(0)) {
            throw invalid(
                    "%s: %s must have %d sides, none empty, got: %s".formatted(origin, name, rank, tensor.shape()));
        }
        return tensor;
    }

    /// How many consecutive `n` from 0 there are with a tensor named `before` + n + `after`.
    public int count(String before, String after) {
        int n = 0;
        while (contains(before + n + after)) {
            n++;
        }
        return n;
    }

    private static LikenessException invalid(String message) {
        return new LikenessException(ErrorCode.MODEL_INVALID, message);
    }
}
