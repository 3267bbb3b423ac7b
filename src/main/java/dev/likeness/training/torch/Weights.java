package dev.likeness.training.torch;

import dev.likeness.onnx.checkpoint.StateDict;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/// A network's tensors by name: the trained weights and BatchNorm's running statistics. They live in native
/// memory, which the garbage collector frees with this object.
public final class Weights {
    private final Map<String, Tensor> all;
    private final Map<String, Tensor> trainable;

    Weights(Map<String, Tensor> all, Map<String, Tensor> trainable) {
        this.all = Collections.unmodifiableMap(new LinkedHashMap<>(all));
        this.trainable = Collections.unmodifiableMap(new LinkedHashMap<>(trainable));
    }

    /// Returns a tensor.
    ///
    /// @throws IllegalArgumentException if there is no tensor of this name
    public Tensor get(String name) {
        Tensor tensor = all.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no tensor of the name " + name);
        }
        return tensor;
    }

    boolean contains(String name) {
        return all.containsKey(name);
    }

    public Set<String> names() {
        return all.keySet();
    }

    public Map<String, Tensor> trainable() {
        return trainable;
    }

    /// The number of trained values.
    public long trainableCount() {
        return trainable.values().stream().mapToLong(Tensor::numel).sum();
    }

    /// Copies all tensors for export.
    ///
    /// @param origin name of the source in messages
    public StateDict stateDict(String origin) {
        Map<String, dev.likeness.onnx.checkpoint.Tensor> copies = new LinkedHashMap<>();
        all.forEach((name, tensor) -> copies.put(name, copy(tensor)));
        return StateDict.of(origin, copies);
    }

    private static dev.likeness.onnx.checkpoint.Tensor copy(Tensor tensor) {
        int[] shape = new int[Math.toIntExact(tensor.dim())];
        for (int axis = 0; axis < shape.length; axis++) {
            shape[axis] = Math.toIntExact(tensor.size(axis));
        }
        return dev.likeness.onnx.checkpoint.Tensor.of(PyTorch.floats(tensor), shape);
    }
}
