package dev.likeness.onnx.checkpoint;

import dev.likeness.pickle.PickleReader;
import dev.likeness.pickle.PickleValue;
import dev.likeness.pickle.PickleValue.Mapping;
import dev.likeness.pickle.PickleValue.Sequence;
import dev.likeness.pickle.PickleValue.Tuple;
import dev.likeness.pickle.PickleValue.Whole;
import java.util.ArrayList;
import java.util.List;

/// The values that the pickles of `torch.save` create in addition to plain values.
public interface TorchValue {
    /// The raw numbers that tensors refer to.
    ///
    /// @param type one of the storage types
    /// @param key name of its record in the file
    /// @param elements number of elements
    record Storage(TorchGlobal type, String key, long elements) implements PickleValue.Built {}

    /// A tensor. Its element `[i, j, …]` is element `offset + i·strides[0] + j·strides[1] + …` of its
    /// storage.
    record TensorView(Storage storage, long offset, List<Long> sizes, List<Long> strides) implements PickleValue.Built {
        public TensorView {
            sizes = List.copyOf(sizes);
            strides = List.copyOf(strides);
        }
    }

    /// The globals that a pickle may refer to. All others are rejected.
    enum TorchGlobal implements PickleValue.Global {
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

        TorchGlobal(String qualifiedName, int elementBytes) {
            this.qualifiedName = qualifiedName;
            this.elementBytes = elementBytes;
        }

        @Override
        public String qualifiedName() {
            return qualifiedName;
        }

        /// The size of one element of a storage in bytes, 1 to 8; 0 if this is not a storage type.
        public int elementBytes() {
            return elementBytes;
        }

        @Override
        public PickleValue call(List<PickleValue> arguments, PickleReader reader) {
            return switch (this) {
                case ORDERED_DICT -> orderedDict(arguments, reader);
                case REBUILD_TENSOR -> tensor(arguments, reader);
                case REBUILD_PARAMETER -> {
                    if (!arguments.isEmpty() && arguments.getFirst() instanceof TensorView tensor) {
                        yield tensor;
                    }
                    throw reader.damaged("must make a parameter of a tensor");
                }
                case FLOAT_STORAGE,
                        DOUBLE_STORAGE,
                        HALF_STORAGE,
                        BFLOAT16_STORAGE,
                        LONG_STORAGE,
                        INT_STORAGE,
                        SHORT_STORAGE,
                        CHAR_STORAGE,
                        BYTE_STORAGE,
                        BOOL_STORAGE -> throw reader.forbiddenCall(this);
            };
        }

        private static Mapping orderedDict(List<PickleValue> arguments, PickleReader reader) {
            Mapping mapping = new Mapping();
            if (arguments.isEmpty()) {
                return mapping;
            }
            if (arguments.size() != 1 || !(arguments.getFirst() instanceof Sequence pairs)) {
                throw reader.damaged("must make a dictionary of a list of pairs");
            }
            for (PickleValue pair : pairs.items()) {
                List<PickleValue> keyAndValue = switch (pair) {
                    case Tuple tuple -> tuple.items();
                    case Sequence sequence -> sequence.items();
                    default -> List.of();
                };
                if (keyAndValue.size() != 2) {
                    throw reader.damaged("must make a dictionary of a list of pairs");
                }
                mapping.put(keyAndValue.getFirst(), keyAndValue.getLast());
            }
            return mapping;
        }

        /// Implements `_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks)`.
        private static TensorView tensor(List<PickleValue> arguments, PickleReader reader) {
            if (arguments.size() >= 4
                    && arguments.get(0) instanceof Storage storage
                    && arguments.get(1) instanceof Whole(long offset)
                    && arguments.get(2) instanceof Tuple(List<PickleValue> sizes)
                    && arguments.get(3) instanceof Tuple(List<PickleValue> strides)) {
                return new TensorView(storage, offset, toLongs(sizes, reader), toLongs(strides, reader));
            }
            throw reader.damaged("must make a tensor of a storage, an offset, sizes and strides");
        }

        private static List<Long> toLongs(List<PickleValue> items, PickleReader reader) {
            List<Long> numbers = new ArrayList<>(items.size());
            for (PickleValue item : items) {
                if (!(item instanceof Whole(long value))) {
                    throw reader.damaged("must make a tensor of a storage, an offset, sizes and strides");
                }
                numbers.add(value);
            }
            return numbers;
        }
    }
}
