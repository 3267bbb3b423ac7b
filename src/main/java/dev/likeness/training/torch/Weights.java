package dev.likeness.training.torch;

import dev.likeness.onnx.checkpoint.StateDict;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/// A network's tensors by name: those that are learned by gradient, and the rest, which are
/// BatchNorm's running statistics. Native memory; held until it is garbage.
public final class Weights {
    private final Map<String, Tensor> all;
    private final Map<String, Tensor> trainable;

    Weights(Map<String, Tensor> all, Map<String, Tensor> learned) {
        this.all = Collections.unmodifiableMap(new LinkedHashMap<>(all));
        this.trainable = Collections.unmodifiableMap(new LinkedHashMap<>(learned));
    }

    /// The tensor of that name, which must be there.
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

    /// How many numbers are learned.
    public long trainableCount() {
        return trainable.values().stream().mapToLong(Tensor::numel).sum();
    }

    /// A copy for export.
    ///
    /// @param origin what messages call it
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
