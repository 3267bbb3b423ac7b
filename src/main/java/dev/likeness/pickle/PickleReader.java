package dev.likeness.pickle;

import dev.likeness.pickle.PickleException.Kind;
import dev.likeness.pickle.PickleValue.Built;
import dev.likeness.pickle.PickleValue.Bytes;
import dev.likeness.pickle.PickleValue.Global;
import dev.likeness.pickle.PickleValue.Large;
import dev.likeness.pickle.PickleValue.Mapping;
import dev.likeness.pickle.PickleValue.Opaque;
import dev.likeness.pickle.PickleValue.Sequence;
import dev.likeness.pickle.PickleValue.Text;
import dev.likeness.pickle.PickleValue.Truth;
import dev.likeness.pickle.PickleValue.Tuple;
import dev.likeness.pickle.PickleValue.Whole;
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

/// Reads Python pickles of protocols 1 to 5 (Python's `pickletools.py` documents the machine), as far as data needs
/// it. A pickle is a program that may call any function it names; this machine knows the names of its caller's
/// [Dialect] only, imitates those, and refuses every other by its name before anything is made of it. Number of
/// objects, depth and memo are bounded, no length is believed before the bytes are there, and nothing here recurses.
public final class PickleReader {
    private static final int MAX_DEPTH = 256;
    private static final int MAX_NAME_BYTES = 1024;
    private static final int MAX_LONG_BYTES = 64;
    private static final int MAX_SHOWN_NAME = 100;

    private final byte[] bytes;
    private final Dialect dialect;
    private int position;

    private List<PickleValue> stack = new ArrayList<>();
    private final List<List<PickleValue>> suspended = new ArrayList<>();
    private final Map<Integer, PickleValue> memo = new HashMap<>();
    private int objects;

    /// What a caller allows.
    public interface Dialect {
        /// The global of this name, such as `collections.OrderedDict`; empty if it is not allowed.
        Optional<? extends Global> global(String qualifiedName);

        /// What a pickle refers to outside of itself.
        ///
        /// @throws PickleException from [PickleReader#damaged], always unless overridden
        default PickleValue persistent(PickleValue id, PickleReader reader) {
            throw reader.damaged("must refer to nothing outside of it");
        }

        /// Whether the texts of Python 2 become [PickleValue.Bytes] and not [PickleValue.Text].
        default boolean stringsAreBytes() {
            return false;
        }

        /// The largest number of values that all pickles read by one reader may make.
        int maxObjects();
    }

    public PickleReader(byte[] bytes, Dialect dialect) {
        this.bytes = bytes;
        this.dialect = dialect;
    }

    /// Where the next pickle, or whatever follows the last one, begins.
    public int position() {
        return position;
    }

    /// The value of the pickle that begins at [#position()], which moves behind it.
    ///
    /// @throws PickleException if the pickle asks for anything that is not allowed, is damaged, or passes a limit
    public PickleValue read() {
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
            case 0x88 -> push(new Truth(true));
            case 0x89 -> push(new Truth(false));
            case 'K' -> push(new Whole(nextByte()));
            case 'I' -> push(decimal());
            case 'M' -> push(new Whole(nextByte() | (nextByte() << 8)));
            case 'J' -> push(new Whole(nextInt()));
            case 0x8a -> pushLong(nextByte());
            case 0x8b -> pushLong(nextLength(4));
            case 'G' -> {
                skip(8);
                push(new Opaque());
            }
            case 0x8c -> push(new Text(text(nextLength(1))));
            case 'X' -> push(new Text(text(nextLength(4))));
            case 0x8d -> push(new Text(text(nextLength(8))));
            case 'U' -> pushString(nextLength(1));
            case 'T' -> pushString(nextLength(4));
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
                mappingOnTop().put(key, value);
            }
            case 'u' -> {
                List<PickleValue> items = popMark();
                putAll(mappingOnTop(), items);
            }

            case 'g' -> push(remembered(index()));
            case 'p' -> remember(index());
            case 'h' -> push(remembered(nextByte()));
            case 'j' -> push(remembered(nextInt()));
            case 'q' -> remember(nextByte());
            case 'r' -> remember(nextInt());
            case 0x94 -> remember(memo.size());

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
                throw forbiddenCall(global(module, line()));
            }
            case 'R' -> {
                PickleValue arguments = pop();
                push(call(pop(), arguments));
            }
            case 'b' -> {
                PickleValue state = pop();
                if (peek() instanceof Built built) {
                    built.setState(state, this);
                } else {
                    // What a pickle sets on a dictionary are its attributes, such as a state_dict's version numbers.
                    if (!(state instanceof Mapping)) {
                        throw damaged("must set attributes from a dictionary");
                    }
                    mappingOnTop();
                }
            }
            case 'Q' -> push(dialect.persistent(pop(), this));
            default -> throw new PickleException(Kind.FORBIDDEN_OPERATION, "0x%02x".formatted(opcode), position - 1);
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
        Optional<? extends Global> allowed = dialect.global(qualifiedName);
        if (allowed.isEmpty()) {
            throw new PickleException(Kind.FORBIDDEN_GLOBAL, printable(qualifiedName), position);
        }
        return allowed.get();
    }

    /// A refusal to call an allowed global as the pickle does.
    public PickleException forbiddenCall(Global global) {
        return new PickleException(Kind.FORBIDDEN_CALL, global.qualifiedName(), position);
    }

    /// A refusal of what a call would make.
    public PickleException forbiddenValue(String what) {
        return new PickleException(Kind.FORBIDDEN_VALUE, what, position);
    }

    /// A rule that the pickle breaks here, such as `must give every key a value`.
    public PickleException damaged(String rule) {
        return new PickleException(Kind.DAMAGED, rule, position);
    }

    private PickleValue call(PickleValue function, PickleValue arguments) {
        if (function instanceof Global global && arguments instanceof Tuple(List<PickleValue> items)) {
            return global.call(items, this);
        }
        throw damaged("must call functions by their names, with a tuple");
    }

    private void putAll(Mapping mapping, List<PickleValue> keysAndValues) {
        if (keysAndValues.size() % 2 != 0) {
            throw damaged("must give every key a value");
        }
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            mapping.put(keysAndValues.get(i), keysAndValues.get(i + 1));
        }
    }

    // the stack and the memo

    private void push(PickleValue value) {
        objects++;
        if (objects > dialect.maxObjects()) {
            throw damaged("must make at most %d objects".formatted(dialect.maxObjects()));
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

    private void remember(int index) {
        if (memo.size() == dialect.maxObjects()) {
            throw damaged("must remember at most %d objects".formatted(dialect.maxObjects()));
        }
        memo.put(index, peek());
    }

    private PickleValue remembered(int index) {
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
            throw cut();
        }
        return (int) length;
    }

    private void require(int count) {
        if (count > bytes.length - position) {
            throw cut();
        }
    }

    private PickleException cut() {
        return new PickleException(Kind.CUT_OFF, "must not end before its end", position);
    }

    private void skip(int count) {
        require(count);
        position += count;
    }

    private void pushBytes(int length) {
        skip(length);
        push(new Bytes(Arrays.copyOfRange(bytes, position - length, position)));
    }

    private void pushString(int length) {
        if (dialect.stringsAreBytes()) {
            pushBytes(length);
        } else {
            push(new Text(text(length)));
        }
    }

    /// A number of protocol 0, by which protocol 1 also writes truth values.
    private PickleValue decimal() {
        String digits = line();
        return switch (digits) {
            case "00" -> new Truth(false);
            case "01" -> new Truth(true);
            default -> new Whole(number(digits));
        };
    }

    private int index() {
        long number = number(line());
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw damaged("must remember by small numbers");
        }
        return (int) number;
    }

    private long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException _) {
            throw damaged("must write numbers in digits");
        }
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
        push(number.bitLength() < Long.SIZE ? new Whole(number.longValueExact()) : new Large(number.toString(16)));
    }

    private String text(int length) {
        ByteBuffer slice = ByteBuffer.wrap(bytes, position, length);
        position += length;
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(slice).toString();
        } catch (CharacterCodingException _) {
            position -= length;
            throw damaged("must write its texts in UTF-8");
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

    /// A name as a message may show it: a hostile one must not move the reader's cursor or fill the screen.
    public static String printable(String name) {
        StringBuilder shown = new StringBuilder();
        name.codePoints()
                .limit(MAX_SHOWN_NAME)
                .forEach(character -> shown.appendCodePoint(character > ' ' && character < 0x7f ? character : '?'));
        return shown.toString();
    }
}
