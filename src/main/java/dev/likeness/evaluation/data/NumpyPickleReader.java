package dev.likeness.evaluation.data;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.pickle.PickleException;
import dev.likeness.pickle.PickleValue;
import dev.likeness.pickle.PickleValue.Bytes;
import dev.likeness.pickle.PickleValue.Text;
import dev.likeness.pickle.PickleValue.Truth;
import dev.likeness.pickle.PickleValue.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a pickle of lists, tuples, bytes, truth values and NumPy arrays of bytes. The allowed globals are
/// `_codecs.encode(text, "latin1")`, with which Python 3 writes bytes in protocol 2, and those with which
/// NumPy writes arrays and truth values.
final class NumpyPickleReader {
    /// The maximum number of objects; a set of 100,000 images as NumPy arrays has two million.
    private static final int MAX_OBJECTS = 10_000_000;

    private final String source;
    private final dev.likeness.pickle.PickleReader reader;

    NumpyPickleReader(byte[] bytes, String source) {
        this.source = source;
        this.reader = new dev.likeness.pickle.PickleReader(bytes, new NumpyDialect());
    }

    /// @throws LikenessException `UNSUPPORTED_FORMAT` if the bytes are incomplete or contain anything else
    PickleValue read() {
        try {
            return reader.read();
        } catch (PickleException e) {
            throw new LikenessException(ErrorCode.UNSUPPORTED_FORMAT, source + ": " + message(e), e);
        }
    }

    private static String message(PickleException e) {
        return switch (e.kind()) {
            case FORBIDDEN_GLOBAL -> refused("the global " + e.detail());
            case FORBIDDEN_CALL -> refused("a call of " + e.detail());
            case FORBIDDEN_OPERATION -> refused("opcode %s at byte %d".formatted(e.detail(), e.position()));
            case FORBIDDEN_VALUE -> refused(e.detail());
            case DAMAGED, CUT_OFF -> "a pickle must be whole, got one that breaks at byte %d".formatted(e.position());
        };
    }

    private static String refused(String what) {
        return "a .bin list must hold only lists, bytes and truth values, got: " + what;
    }

    /// The items of a list or a tuple; empty for any other value.
    static Optional<List<PickleValue>> items(PickleValue value) {
        return switch (value) {
            case PickleValue.Sequence list -> Optional.of(list.items());
            case Tuple(List<PickleValue> items) -> Optional.of(items);
            default -> Optional.empty();
        };
    }

    /// The bytes of a byte string or of an array of any shape; empty for any other value.
    static Optional<byte[]> bytes(PickleValue value) {
        return switch (value) {
            case Bytes(byte[] bytes) -> Optional.of(bytes);
            case Array array -> Optional.of(array.bytes);
            default -> Optional.empty();
        };
    }

    private static final class NumpyDialect implements dev.likeness.pickle.PickleReader.Dialect {
        private static final String NUMPY_1 = "numpy.core.";
        private static final String NUMPY_2 = "numpy._core.";

        @Override
        public Optional<NumpyGlobal> global(String qualifiedName) {
            // NumPy 2 put an underscore before its core.
            String name = qualifiedName.startsWith(NUMPY_2)
                    ? NUMPY_1 + qualifiedName.substring(NUMPY_2.length())
                    : qualifiedName;
            return Arrays.stream(NumpyGlobal.values())
                    .filter(global -> global.qualifiedName.equals(name))
                    .findFirst();
        }

        @Override
        public boolean stringsAreBytes() {
            return true;
        }

        @Override
        public int maxObjects() {
            return MAX_OBJECTS;
        }
    }

    /// A NumPy type by its short name: `u1` is a byte, `b1` a truth value. Its state adds no information.
    private record Type(String name) implements PickleValue.Built {
        @Override
        public void setState(PickleValue state, dev.likeness.pickle.PickleReader reader) {}
    }

    /// An array. As in NumPy, it is created empty and gets its bytes from its state.
    private static final class Array implements PickleValue.Built {
        private byte[] bytes = {};

        /// @param state version, shape, type, order, bytes
        @Override
        public void setState(PickleValue state, dev.likeness.pickle.PickleReader reader) {
            if (!(state instanceof Tuple(List<PickleValue> items)) || items.size() != 5) {
                throw reader.forbiddenValue("a state for what has none");
            }
            bytes = of(items.get(2), items.getLast(), reader).bytes;
        }

        static Array of(
                @Nullable PickleValue type, @Nullable PickleValue bytes, dev.likeness.pickle.PickleReader reader) {
            if (!(bytes instanceof Bytes(byte[] data)) || !new Type("u1").equals(type)) {
                throw reader.forbiddenValue("an array of something else than bytes");
            }
            Array array = new Array();
            array.bytes = data;
            return array;
        }
    }

    /// The globals of NumPy 1 and 2, and of Python 3 for bytes in protocol 2.
    private enum NumpyGlobal implements PickleValue.Global {
        LATIN1_ENCODE("_codecs.encode"),
        RECONSTRUCT("numpy.core.multiarray._reconstruct"),
        FROM_BUFFER("numpy.core.numeric._frombuffer"),
        SCALAR("numpy.core.multiarray.scalar"),
        ARRAY("numpy.ndarray"),
        DTYPE("numpy.dtype");

        private final String qualifiedName;

        NumpyGlobal(String qualifiedName) {
            this.qualifiedName = qualifiedName;
        }

        @Override
        public String qualifiedName() {
            return qualifiedName;
        }

        @Override
        public PickleValue call(List<PickleValue> arguments, dev.likeness.pickle.PickleReader reader) {
            PickleValue first = arguments.isEmpty() ? null : arguments.getFirst();
            PickleValue second = arguments.size() < 2 ? null : arguments.get(1);
            return switch (this) {
                case LATIN1_ENCODE -> {
                    if (!(first instanceof Text(String text))
                            || !new Text("latin1").equals(second)
                            || arguments.size() != 2) {
                        throw reader.forbiddenValue("a call other than _codecs.encode(text, \"latin1\")");
                    }
                    yield new Bytes(text.getBytes(StandardCharsets.ISO_8859_1));
                }
                case RECONSTRUCT -> new Array();
                case FROM_BUFFER -> Array.of(second, first, reader);
                case SCALAR -> {
                    if (!new Type("b1").equals(first) || !(second instanceof Bytes(byte[] data)) || data.length != 1) {
                        throw reader.forbiddenValue("a NumPy scalar other than a truth value");
                    }
                    yield new Truth(data[0] != 0);
                }
                case DTYPE ->
                    switch (first) {
                        case Text(String text) -> new Type(text);
                        // Python 2 wrote names as bytes.
                        case Bytes(byte[] text) -> new Type(new String(text, StandardCharsets.ISO_8859_1));
                        case null, default -> throw reader.forbiddenCall(this);
                    };
                case ARRAY -> throw reader.forbiddenCall(this);
            };
        }
    }
}
