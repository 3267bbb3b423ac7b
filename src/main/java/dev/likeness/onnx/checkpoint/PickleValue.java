package dev.likeness.onnx.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a checkpoint's pickle may build: plain values, collections, and references to tensors. Nothing here has
/// behaviour of its own, which is the point.
sealed interface PickleValue {
    /// A value whose contents nothing asks for: None, numbers that are not whole, byte strings.
    record Opaque() implements PickleValue {}

    record Bool(boolean value) implements PickleValue {}

    record Int(long value) implements PickleValue {}

    /// A whole number beyond 64 bits, as hexadecimal digits: only the legacy container's magic number is one.
    record BigInt(String hexadecimal) implements PickleValue {}

    record Text(String value) implements PickleValue {}

    record Tuple(List<PickleValue> items) implements PickleValue {
        public Tuple {
            items = List.copyOf(items);
        }
    }

    /// A list. Mutable while the pickle is read, and compared by identity, since it may contain itself.
    final class Sequence implements PickleValue {
        private final List<PickleValue> items = new ArrayList<>();

        List<PickleValue> items() {
            return items;
        }
    }

    /// A dictionary, of which only the entries with a text as key are kept. Mutable while the pickle is read, and
    /// compared by identity, since it may contain itself.
    final class Mapping implements PickleValue {
        private final Map<String, PickleValue> entries = new LinkedHashMap<>();

        Map<String, PickleValue> entries() {
            return entries;
        }
    }

    /// The raw numbers that tensors look into.
    ///
    /// @param type one of the storage types
    /// @param key the name of its record in the file
    /// @param elements how many numbers there are
    record Storage(Global type, String key, long elements) implements PickleValue {}

    /// A tensor: element `[i, j, …]` is number `offset + i·strides[0] + j·strides[1] + …` of its storage.
    record TensorView(Storage storage, long offset, List<Long> sizes, List<Long> strides) implements PickleValue {
        public TensorView {
            sizes = List.copyOf(sizes);
            strides = List.copyOf(strides);
        }
    }

    /// Everything a pickle may ask for by name. All else is refused.
    enum Global implements PickleValue {
        ORDERED_DICT("collections.OrderedDict", 0),
        REBUILD_TENSOR("torch._utils._rebuild_tensor_v2", 0),
        REBUILD_PARAMETER("torch._utils._rebuild_parameter", 0),
        FLOAT_STORAGE("torch.FloatStorage", 4),
        DOUBLE_STORAGE("torch.DoubleStorage", 8),
        HALF_STORAGE("torch.HalfStorage", 2),
        BFLOAT16_STORAGE("torch.BFloat16Storage", 2),
        LONG_STORAGE("torch.LongStorage", 8),
        INT_STORAGE("torch.IntStorage", 4),
        SHORT_STORAGE("torch.ShortStorage", 2),
        CHAR_STORAGE("torch.CharStorage", 1),
        BYTE_STORAGE("torch.ByteStorage", 1),
        BOOL_STORAGE("torch.BoolStorage", 1);

        private final String qualifiedName;
        private final int elementBytes;

        Global(String qualifiedName, int elementBytes) {
            this.qualifiedName = qualifiedName;
            this.elementBytes = elementBytes;
        }

        String qualifiedName() {
            return qualifiedName;
        }

        /// Size of one element of a storage, 1 to 8; 0 for what is no storage.
        int elementBytes() {
            return elementBytes;
        }
    }
}
