package dev.likeness.onnx.checkpoint;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The weights of a network by name, as in PyTorch's `state_dict`, without a prefix: `layer1.0.conv1.weight`.
public final class StateDict {
    private static final List<String> STATISTICS = List.of(".running_mean", ".running_var", ".num_batches_tracked");

    private final String origin;
    private final Map<String, Tensor> tensors;

    private StateDict(String origin, Map<String, Tensor> tensors) {
        this.origin = origin;
        this.tensors = tensors;
    }

    /// Creates a state dict from tensors in memory.
    ///
    /// @param origin name of these weights in messages, such as the path they were read from
    /// @param tensors the tensors by name
    public static StateDict of(String origin, Map<String, Tensor> tensors) {
        return new StateDict(origin, Collections.unmodifiableMap(new LinkedHashMap<>(tensors)));
    }

    /// The name of these weights in messages.
    public String origin() {
        return origin;
    }

    public Set<String> names() {
        return tensors.keySet();
    }

    public boolean contains(String name) {
        return tensors.containsKey(name);
    }

    /// The number of trained parameters: all numbers except the running statistics of BatchNorm.
    public long parameters() {
        return tensors.entrySet().stream()
                .filter(entry -> STATISTICS.stream().noneMatch(entry.getKey()::endsWith))
                .mapToLong(entry -> entry.getValue().values().length)
                .sum();
    }

    /// The tensor with this name.
    ///
    /// @throws LikenessException `MODEL_INVALID` if it does not exist or contains NaN or infinity
    public Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw invalid("%s must contain the tensor %s, got no tensor with that name".formatted(origin, name));
        }
        float[] values = tensor.values();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw invalid("%s: %s must be finite, got: %s at element %d".formatted(origin, name, values[i], i));
            }
        }
        return tensor;
    }

    /// The tensor with this name and shape.
    ///
    /// @throws LikenessException `MODEL_INVALID` if it does not exist, has another shape, or contains NaN or
    ///     infinity
    public Tensor tensor(String name, int... shape) {
        Tensor tensor = tensor(name);
        if (!tensor.shape().equals(Arrays.stream(shape).boxed().toList())) {
            throw invalid("%s: %s must have shape %s, got: %s"
                    .formatted(origin, name, Arrays.toString(shape), tensor.shape()));
        }
        return tensor;
    }

    /// The tensor with this name and rank, whose sizes are all positive.
    ///
    /// @param rank number of dimensions
    /// @throws LikenessException `MODEL_INVALID` if it does not exist, has another rank, has a dimension of
    ///     size 0, or contains NaN or infinity
    public Tensor tensorOfRank(String name, int rank) {
        Tensor tensor = tensor(name);
        if (tensor.rank() != rank || tensor.shape().contains(0)) {
            throw invalid("%s: %s must have %d dimensions of positive size, got: %s"
                    .formatted(origin, name, rank, tensor.shape()));
        }
        return tensor;
    }

    /// The number of consecutive `n`, starting at 0, for which a tensor named `before` + n + `after` exists.
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
