package dev.likeness.evaluation.data;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/// Reads a Python pickle (protocols 1 to 5) of lists, tuples, bytes, text, truth values and NumPy arrays
/// of bytes into `List`, `byte[]`, `String` and `Boolean`; an array becomes its bytes whatever its shape.
/// It runs nothing: the callables it knows are `_codecs.encode(text, "latin1")`, which is how Python 3
/// writes bytes into protocol 2, and those by which NumPy writes arrays and truth values, which it only
/// imitates. Whatever else a pickle could do is refused by name. Opcodes are those of CPython's
/// `pickletools`.
final class NumpyPickleReader {
    /// What may stand on the stack besides data.
    private enum Marker {
        MARK,
        NONE,
        LATIN1_ENCODE,
        NUMPY_RECONSTRUCT,
        NUMPY_FROM_BUFFER,
        NUMPY_SCALAR,
        NUMPY_ARRAY,
        NUMPY_DTYPE
    }

    private static final Map<String, Marker> GLOBALS = Map.of(
            "_codecs.encode", Marker.LATIN1_ENCODE,
            "numpy.core.multiarray._reconstruct", Marker.NUMPY_RECONSTRUCT,
            "numpy._core.multiarray._reconstruct", Marker.NUMPY_RECONSTRUCT,
            "numpy.core.numeric._frombuffer", Marker.NUMPY_FROM_BUFFER,
            "numpy._core.numeric._frombuffer", Marker.NUMPY_FROM_BUFFER,
            "numpy.core.multiarray.scalar", Marker.NUMPY_SCALAR,
            "numpy._core.multiarray.scalar", Marker.NUMPY_SCALAR,
            "numpy.ndarray", Marker.NUMPY_ARRAY,
            "numpy.dtype", Marker.NUMPY_DTYPE);

    /// A NumPy type by its short name: `u1` is a byte, `b1` a truth value.
    private record Type(String name) {}

    /// An array that is made empty and filled by a later opcode, as NumPy does it.
    private static final class Array {
        private byte[] bytes = {};
    }

    private final ByteBuffer in;
    private final String source;
    private final Deque<Object> stack = new ArrayDeque<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    NumpyPickleReader(byte[] bytes, String source) {
        this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.source = source;
    }

    /// @throws LikenessException `UNSUPPORTED_FORMAT` if the bytes are cut off or hold anything else
    Object read() {
        try {
            while (true) {
                int opcode = in.get() & 0xff;
                if (opcode == '.') {
                    return plain(stack.pop());
                }
                step(opcode);
            }
        } catch (BufferUnderflowException | NoSuchElementException | ClassCastException | NumberFormatException e) {
            throw new LikenessException(
                    ErrorCode.UNSUPPORTED_FORMAT,
                    "%s: a pickle must be whole, got one that breaks at byte %d".formatted(source, in.position()),
                    e);
        }
    }

    private void step(int opcode) {
        switch (opcode) {
            case 0x80 -> in.get(); // PROTO
            case 0x95 -> in.getLong(); // FRAME
            case '(' -> stack.push(Marker.MARK);
            case ']' -> stack.push(new ArrayList<>());
            case ')' -> stack.push(List.of());
            case 'l', 't' -> stack.push(popToMark());
            case 0x85 -> stack.push(popLast(1));
            case 0x86 -> stack.push(popLast(2));
            case 0x87 -> stack.push(popLast(3));
            case 'a' -> append(popLast(1));
            case 'e' -> append(popToMark());
            case 0x88 -> stack.push(true);
            case 0x89 -> stack.push(false);
            case 'I' -> stack.push(bool(line()));
            case 'K' -> stack.push(in.get() & 0xff);
            case 'M' -> stack.push(in.getShort() & 0xffff);
            case 'J' -> stack.push(in.getInt());
            case 'N' -> stack.push(Marker.NONE);
            case 'b' -> build();
            case 'B', 'T' -> stack.push(bytes(in.getInt()));
            case 'C', 'U' -> stack.push(bytes(in.get() & 0xff));
            case 0x8e, 0x96 -> stack.push(bytes(in.getLong()));
            case 'X' -> stack.push(text(in.getInt()));
            case 0x8c -> stack.push(text(in.get() & 0xff));
            case 'q' -> memo.put(in.get() & 0xff, stack.element());
            case 'r' -> memo.put(in.getInt(), stack.element());
            case 'p' -> memo.put(Integer.parseInt(line()), stack.element());
            case 0x94 -> memo.put(memo.size(), stack.element());
            case 'h' -> stack.push(memoized(in.get() & 0xff));
            case 'j' -> stack.push(memoized(in.getInt()));
            case 'g' -> stack.push(memoized(Integer.parseInt(line())));
            case 'c' -> stack.push(global(line(), line()));
            case 0x93 -> {
                Object name = stack.pop();
                stack.push(global((String) stack.pop(), (String) name));
            }
            case 'R' -> reduce();
            default -> throw refused("opcode 0x%02x at byte %d".formatted(opcode, in.position() - 1));
        }
    }

    private void reduce() {
        List<?> arguments = (List<?>) stack.pop();
        stack.push(
                switch ((Marker) stack.pop()) {
                    case LATIN1_ENCODE -> {
                        if (arguments.size() != 2
                                || !(arguments.getFirst() instanceof String text)
                                || !arguments.getLast().equals("latin1")) {
                            throw refused("a call other than _codecs.encode(text, \"latin1\")");
                        }
                        yield text.getBytes(StandardCharsets.ISO_8859_1);
                    }
                    case NUMPY_RECONSTRUCT -> new Array();
                    case NUMPY_DTYPE -> new Type(text(arguments.getFirst()));
                    case NUMPY_FROM_BUFFER -> arrayOf(arguments.get(1), arguments.getFirst());
                    case NUMPY_SCALAR -> bool(arguments);
                    case MARK, NONE, NUMPY_ARRAY -> throw refused("a call of what is no function");
                });
    }

    /// Fills an array by its state (version, shape, type, order, bytes); that of a type says nothing new.
    private void build() {
        List<?> state = (List<?>) stack.pop();
        switch (stack.element()) {
            case Array array when state.size() == 5 -> array.bytes = arrayOf(state.get(2), state.getLast()).bytes;
            case Type _ -> {}
            default -> throw refused("a state for what has none");
        }
    }

    private Array arrayOf(Object type, Object bytes) {
        if (!(bytes instanceof byte[] data) || !type.equals(new Type("u1"))) {
            throw refused("an array of something else than bytes");
        }
        Array array = new Array();
        array.bytes = data;
        return array;
    }

    private Boolean bool(List<?> typeAndByte) {
        if (!(typeAndByte.getLast() instanceof byte[] data)
                || data.length != 1
                || !typeAndByte.getFirst().equals(new Type("b1"))) {
            throw refused("a NumPy scalar other than a truth value");
        }
        return data[0] != 0;
    }

    /// Python 2 wrote names as bytes.
    private static String text(Object name) {
        return name instanceof byte[] bytes ? new String(bytes, StandardCharsets.ISO_8859_1) : (String) name;
    }

    private static Object plain(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(NumpyPickleReader::plain).toList();
            case Array array -> array.bytes;
            default -> value;
        };
    }

    private Object global(String module, String name) {
        Marker known = GLOBALS.get(module + "." + name);
        if (known == null) {
            throw refused("the global " + module + "." + name);
        }
        return known;
    }

    private void append(List<Object> items) {
        @SuppressWarnings("unchecked") // every list on the stack is made here, as an ArrayList<Object> or List.of()
        List<Object> list = (List<Object>) stack.element();
        if (!(list instanceof ArrayList<Object>)) {
            throw refused("an append to a tuple");
        }
        list.addAll(items);
    }

    private List<Object> popToMark() {
        List<Object> items = new ArrayList<>();
        for (Object item = stack.pop(); item != Marker.MARK; item = stack.pop()) {
            items.add(item);
        }
        return new ArrayList<>(items.reversed());
    }

    private List<Object> popLast(int count) {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(stack.pop());
        }
        return new ArrayList<>(items.reversed());
    }

    private Object memoized(int key) {
        Object value = memo.get(key);
        if (value == null) {
            throw refused("a reference to nothing: " + key);
        }
        return value;
    }

    private Boolean bool(String digits) {
        return switch (digits) {
            case "00" -> false;
            case "01" -> true;
            default -> throw refused("the number " + digits);
        };
    }

    private byte[] bytes(long length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return bytes;
    }

    private String text(long length) {
        return new String(bytes(length), StandardCharsets.UTF_8);
    }

    private String line() {
        StringBuilder line = new StringBuilder();
        for (char c = (char) (in.get() & 0xff); c != '\n'; c = (char) (in.get() & 0xff)) {
            line.append(c);
        }
        return line.toString();
    }

    private LikenessException refused(String what) {
        return new LikenessException(
                ErrorCode.UNSUPPORTED_FORMAT,
                "%s: a .bin list must hold only lists, bytes and truth values, got: %s".formatted(source, what));
    }
}
