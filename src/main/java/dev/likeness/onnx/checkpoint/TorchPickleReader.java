package dev.likeness.onnx.checkpoint;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.onnx.checkpoint.PickleValue.Bool;
import dev.likeness.onnx.checkpoint.PickleValue.Global;
import dev.likeness.onnx.checkpoint.PickleValue.Int;
import dev.likeness.onnx.checkpoint.PickleValue.Mapping;
import dev.likeness.onnx.checkpoint.PickleValue.Opaque;
import dev.likeness.onnx.checkpoint.PickleValue.Sequence;
import dev.likeness.onnx.checkpoint.PickleValue.Storage;
import dev.likeness.onnx.checkpoint.PickleValue.TensorView;
import dev.likeness.onnx.checkpoint.PickleValue.Text;
import dev.likeness.onnx.checkpoint.PickleValue.Tuple;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Reads Python pickles of protocols 2 to 5 (Python's `pickletools.py` documents the machine) as far as
/// `torch.save` writes them. A pickle is a program that may call any function it names; this machine knows the
/// names of [Global] only and stops at any other before anything is made of it. Length, number of objects,
/// depth and the memo are bounded, and nothing here recurses.
public final class TorchPickleReader {
    /// The pickle of the largest published checkpoint, with its optimizer, takes less than 1 MiB.
    static final int MAX_BYTES = 16 << 20;

    private static final int MAX_OBJECTS = 500_000;
    private static final int MAX_DEPTH = 256;
    private static final int MAX_NAME_BYTES = 1024;
    private static final int MAX_LONG_BYTES = 64;
    private static final int MAX_PRINTED_NAME_LENGTH = 100;

    private final String file;
    private final byte[] bytes;
    private int position;

    private List<PickleValue> stack = new ArrayList<>();
    private final List<List<PickleValue>> suspended = new ArrayList<>();
    private final Map<Integer, PickleValue> memo = new HashMap<>();
    private final Map<String, Storage> storages = new HashMap<>();
    private int objects;

    /// @param file what to call the checkpoint in messages
    TorchPickleReader(String file, byte[] bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /// Where the next pickle, or whatever follows the last one, begins.
    int position() {
        return position;
    }

    /// Every storage that the pickles read so far refer to, by key.
    Map<String, Storage> storages() {
        return storages;
    }

    /// The value of the pickle that begins at [#position()], which moves behind it.
    ///
    /// @throws LikenessException `MODEL_INVALID` if the pickle asks for anything that is not allowed, is
    ///     damaged, or passes a limit
    PickleValue read() {
        stack = new ArrayList<>();
        suspended.clear();
        memo.clear();
        while (true) {
            int opcode = nextByte();
            if (opcode == '.') {
                PickleValue value = pop();
                if (!stack.isEmpty() || !suspended.isEmpty()) {
                    throw damaged("must leave one value at its end");
                }
                return value;
            }
            execute(opcode);
        }
    }

    private void execute(int opcode) {
        switch (opcode) {
            case 0x80 -> protocol();
            case 0x95 -> frame();
            case '(' -> mark();
            case '0' -> pop();
            case '1' -> popMark();
            case '2' -> push(peek());

            case 'N' -> push(new Opaque());
            case 0x88 -> push(new Bool(true));
            case 0x89 -> push(new Bool(false));
            case 'K' -> push(new Int(nextByte()));
            case 'M' -> push(new Int(nextByte() | (nextByte() << 8)));
            case 'J' -> push(new Int(nextInt()));
            case 0x8a -> pushLong(nextByte());
            case 0x8b -> pushLong(nextLength(4));
            case 'G' -> {
                skip(8);
                push(new Opaque());
            }
            case 0x8c, 'U' -> push(new Text(text(nextLength(1))));
            case 'X', 'T' -> push(new Text(text(nextLength(4))));
            case 0x8d -> push(new Text(text(nextLength(8))));
            case 'C' -> pushBytes(nextLength(1));
            case 'B' -> pushBytes(nextLength(4));
            case 0x8e, 0x96 -> pushBytes(nextLength(8));

            case ')' -> push(new Tuple(List.of()));
            case 0x85 -> pushTuple(1);
            case 0x86 -> pushTuple(2);
            case 0x87 -> pushTuple(3);
            case 't' -> push(new Tuple(popMark()));
            case ']' -> push(new Sequence());
            case 'l' -> {
                Sequence list = new Sequence();
                list.items().addAll(popMark());
                push(list);
            }
            case 'a' -> {
                PickleValue item = pop();
                sequenceOnTop().items().add(item);
            }
            case 'e' -> {
                List<PickleValue> items = popMark();
                sequenceOnTop().items().addAll(items);
            }
            case '}' -> push(new Mapping());
            case 'd' -> {
                Mapping mapping = new Mapping();
                putAll(mapping, popMark());
                push(mapping);
            }
            case 's' -> {
                PickleValue value = pop();
                PickleValue key = pop();
                put(mappingOnTop(), key, value);
            }
            case 'u' -> {
                List<PickleValue> items = popMark();
                putAll(mappingOnTop(), items);
            }

            case 'h' -> push(memoized(nextByte()));
            case 'j' -> push(memoized(nextInt()));
            case 'q' -> memoize(nextByte());
            case 'r' -> memoize(nextInt());
            case 0x94 -> memoize(memo.size());

            case 'c' -> {
                String module = line();
                push(global(module, line()));
            }
            case 0x93 -> {
                String name = popText("a global's name");
                push(global(popText("a global's module"), name));
            }
            case 'i' -> {
                String module = line();
                throw refusedCall(global(module, line()));
            }
            case 'R' -> {
                PickleValue arguments = pop();
                push(call(pop(), arguments));
            }
            case 'b' -> {
                // torch.save attaches version numbers to a state_dict as attributes; weights need none of them
                if (!(pop() instanceof Mapping)) {
                    throw damaged("must set attributes from a dictionary");
                }
                mappingOnTop();
            }
            case 'Q' -> push(storage(pop()));
            default ->
                throw new LikenessException(
                        ErrorCode.MODEL_INVALID,
                        "checkpoint %s uses the pickle operation 0x%02x at byte %d, which no checkpoint needs"
                                .formatted(file, opcode, position - 1));
        }
    }

    private void protocol() {
        int version = nextByte();
        if (version < 2 || version > 5) {
            throw damaged("must have protocol 2 to 5, got: " + version);
        }
    }

    private void frame() {
        if (nextLength(8) > bytes.length - position) {
            throw damaged("must hold its frames whole");
        }
    }

    private Global global(String module, String name) {
        String qualifiedName = module + "." + name;
        Optional<Global> allowed = Arrays.stream(Global.values())
                .filter(global -> global.qualifiedName().equals(qualifiedName))
                .findFirst();
        return allowed.orElseThrow(() -> new LikenessException(
                ErrorCode.MODEL_INVALID,
                "checkpoint %s asks for %s, which is not allowed: a pickle is a program"
                        .formatted(file, printable(qualifiedName))));
    }

    private LikenessException refusedCall(Global global) {
        return new LikenessException(
                ErrorCode.MODEL_INVALID,
                "checkpoint %s calls %s in a way that no checkpoint needs".formatted(file, global.qualifiedName()));
    }

    private PickleValue call(PickleValue function, PickleValue arguments) {
        if (function instanceof Global global && arguments instanceof Tuple(List<PickleValue> items)) {
            return call(global, items);
        }
        throw damaged("must call functions by their names, with a tuple");
    }

    private PickleValue call(Global global, List<PickleValue> items) {
        return switch (global) {
            case ORDERED_DICT -> orderedDict(items);
            case REBUILD_TENSOR -> tensor(items);
            case REBUILD_PARAMETER -> {
                if (!items.isEmpty() && items.getFirst() instanceof TensorView tensor) {
                    yield tensor;
                }
                throw damaged("must make a parameter of a tensor");
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
                    BOOL_STORAGE -> throw refusedCall(global);
        };
    }

    private Mapping orderedDict(List<PickleValue> arguments) {
        Mapping mapping = new Mapping();
        if (arguments.isEmpty()) {
            return mapping;
        }
        if (arguments.size() != 1 || !(arguments.getFirst() instanceof Sequence pairs)) {
            throw damaged("must make a dictionary of a list of pairs");
        }
        for (PickleValue pair : pairs.items()) {
            List<PickleValue> keyAndValue = switch (pair) {
                case Tuple tuple -> tuple.items();
                case Sequence sequence -> sequence.items();
                default -> List.of();
            };
            if (keyAndValue.size() != 2) {
                throw damaged("must make a dictionary of a list of pairs");
            }
            put(mapping, keyAndValue.getFirst(), keyAndValue.getLast());
        }
        return mapping;
    }

    /// `_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks)`.
    private TensorView tensor(List<PickleValue> arguments) {
        if (arguments.size() >= 4
                && arguments.get(0) instanceof Storage storage
                && arguments.get(1) instanceof Int(long offset)
                && arguments.get(2) instanceof Tuple(List<PickleValue> sizes)
                && arguments.get(3) instanceof Tuple(List<PickleValue> strides)) {
            return new TensorView(storage, offset, integers(sizes), integers(strides));
        }
        throw damaged("must make a tensor of a storage, an offset, sizes and strides");
    }

    private List<Long> integers(List<PickleValue> items) {
        List<Long> numbers = new ArrayList<>(items.size());
        for (PickleValue item : items) {
            if (!(item instanceof Int(long value))) {
                throw damaged("must make a tensor of a storage, an offset, sizes and strides");
            }
            numbers.add(value);
        }
        return numbers;
    }

    /// `('storage', type, key, location, elements)`, to which the legacy container adds None.
    private Storage storage(PickleValue id) {
        if (id instanceof Tuple(List<PickleValue> items)
                && items.size() >= 5
                && items.get(0) instanceof Text(String kind)
                && kind.equals("storage")
                && items.get(1) instanceof Global type
                && type.elementBytes() > 0
                && items.get(2) instanceof Text(String key)
                && items.get(4) instanceof Int(long elements)
                && elements >= 0) {
            if (items.size() > 5 && !(items.get(5) instanceof Opaque)) {
                throw damaged("must not have views of storages, which no PyTorch since 0.4 writes");
            }
            Storage storage = new Storage(type, key, elements);
            Storage known = storages.putIfAbsent(key, storage);
            if (known != null && !known.equals(storage)) {
                throw damaged("must give a storage one type and one size");
            }
            return storage;
        }
        throw damaged("must refer to storages only");
    }

    private void put(Mapping mapping, PickleValue key, PickleValue value) {
        if (key instanceof Text(String text)) {
            mapping.entries().put(text, value);
        }
    }

    private void putAll(Mapping mapping, List<PickleValue> keysAndValues) {
        if (keysAndValues.size() % 2 != 0) {
            throw damaged("must give every key a value");
        }
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            put(mapping, keysAndValues.get(i), keysAndValues.get(i + 1));
        }
    }

    // the stack and the memo

    private void push(PickleValue value) {
        objects++;
        if (objects > MAX_OBJECTS) {
            throw damaged("must make at most %d objects".formatted(MAX_OBJECTS));
        }
        stack.add(value);
    }

    private PickleValue peek() {
        if (stack.isEmpty()) {
            throw damaged("must not use values that it has not made");
        }
        return stack.getLast();
    }

    private PickleValue pop() {
        peek();
        return stack.removeLast();
    }

    private String popText(String what) {
        if (pop() instanceof Text(String text)) {
            return text;
        }
        throw damaged(what + " must be a text");
    }

    private Sequence sequenceOnTop() {
        if (peek() instanceof Sequence sequence) {
            return sequence;
        }
        throw damaged("must append to lists only");
    }

    private Mapping mappingOnTop() {
        if (peek() instanceof Mapping mapping) {
            return mapping;
        }
        throw damaged("must set entries and attributes of dictionaries only");
    }

    private void mark() {
        if (suspended.size() == MAX_DEPTH) {
            throw damaged("must be at most %d levels deep".formatted(MAX_DEPTH));
        }
        suspended.add(stack);
        stack = new ArrayList<>();
    }

    private List<PickleValue> popMark() {
        if (suspended.isEmpty()) {
            throw damaged("must not close what it has not opened");
        }
        List<PickleValue> items = stack;
        stack = suspended.removeLast();
        return items;
    }

    private void pushTuple(int size) {
        List<PickleValue> items =
                IntStream.range(0, size).mapToObj(_ -> pop()).toList().reversed();
        push(new Tuple(items));
    }

    private void memoize(int index) {
        if (memo.size() == MAX_OBJECTS) {
            throw damaged("must remember at most %d objects".formatted(MAX_OBJECTS));
        }
        memo.put(index, peek());
    }

    private PickleValue memoized(int index) {
        PickleValue value = memo.get(index);
        if (value == null) {
            throw damaged("must not recall what it has not remembered");
        }
        return value;
    }

    // the bytes

    private int nextByte() {
        require(1);
        return bytes[position++] & 0xff;
    }

    private int nextInt() {
        return nextByte() | (nextByte() << 8) | (nextByte() << 16) | (nextByte() << 24);
    }

    /// A little-endian length of 1, 4 or 8 bytes, which the rest of the pickle must be able to hold.
    private int nextLength(int width) {
        long length = 0;
        for (int i = 0; i < width; i++) {
            length |= (long) nextByte() << (8 * i);
        }
        if (length < 0 || length > bytes.length - position) {
            throw truncated();
        }
        return (int) length;
    }

    private void require(int count) {
        if (count > bytes.length - position) {
            throw truncated();
        }
    }

    private LikenessException truncated() {
        return damaged(
                bytes.length >= MAX_BYTES
                        ? "must be at most %d bytes long".formatted(MAX_BYTES)
                        : "must not end before its end");
    }

    private void skip(int count) {
        require(count);
        position += count;
    }

    private void pushBytes(int length) {
        skip(length);
        push(new Opaque());
    }

    private void pushLong(int length) {
        require(length);
        if (length > MAX_LONG_BYTES) {
            throw damaged("must have whole numbers of at most %d bytes".formatted(MAX_LONG_BYTES));
        }
        byte[] bigEndian = new byte[length + 1];
        for (int i = 0; i < length; i++) {
            bigEndian[length - i] = bytes[position + i];
        }
        bigEndian[0] = (byte) (length > 0 && bigEndian[1] < 0 ? -1 : 0);
        position += length;
        BigInteger number = new BigInteger(bigEndian);
        push(
                number.bitLength() < Long.SIZE
                        ? new Int(number.longValueExact())
                        : new PickleValue.BigInt(number.toString(16)));
    }

    private String text(int length) {
        ByteBuffer slice = ByteBuffer.wrap(bytes, position, length);
        position += length;
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(slice).toString();
        } catch (CharacterCodingException e) {
            throw new LikenessException(
                    ErrorCode.MODEL_INVALID,
                    "checkpoint %s: a text of its pickle must be UTF-8, at byte %d".formatted(file, position - length),
                    e);
        }
    }

    private String line() {
        int end = position;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        int length = end - position;
        require(length + 1);
        if (length > MAX_NAME_BYTES) {
            throw damaged("must have names of at most %d bytes".formatted(MAX_NAME_BYTES));
        }
        String line = text(length);
        position++;
        return line;
    }

    private LikenessException damaged(String rule) {
        return new LikenessException(
                ErrorCode.MODEL_INVALID, "checkpoint %s: its pickle %s, at byte %d".formatted(file, rule, position));
    }

    /// A name as a message may show it: a hostile one must not move the reader's cursor or fill his screen.
    public static String printable(String name) {
        StringBuilder shown = new StringBuilder();
        name.codePoints()
                .limit(MAX_PRINTED_NAME_LENGTH)
                .forEach(character -> shown.appendCodePoint(character > ' ' && character < 0x7f ? character : '?'));
        return shown.toString();
    }
}
