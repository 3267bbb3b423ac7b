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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Reads Python pickles of protocols 1 to 5, limited to the operations that data needs. Python's
/// `pickletools.py` documents the stack machine.
///
/// A pickle is a program that may call any function by name. This reader only knows the names of a [Dialect]
/// and imitates those functions; any other name is rejected before an object is made of it. The number of
/// objects, the depth and the memo are bounded, [PickleInput] checks every length, and no method recurses.
public final class PickleReader {
    private static final int MAX_DEPTH = 256;
    private static final int MAX_SHOWN_NAME = 100;

    private final PickleInput input;
    private final Dialect dialect;

    private List<PickleValue> stack = new ArrayList<>();
    private final List<List<PickleValue>> suspended = new ArrayList<>();
    private final Map<Integer, PickleValue> memo = new HashMap<>();
    private int objects;

    /// The globals and limits of one kind of pickle.
    public interface Dialect {
        /// The global of this name, such as `collections.OrderedDict`; empty if it is not allowed.
        Optional<? extends Global> global(String qualifiedName);

        /// The value of a persistent id, by which a pickle refers to data outside of it.
        ///
        /// @throws PickleException from [PickleReader#damaged], always unless overridden
        default PickleValue persistent(PickleValue id, PickleReader reader) {
            throw reader.damaged("must refer to nothing outside of it");
        }

        /// Whether strings of Python 2 become [PickleValue.Bytes] instead of [PickleValue.Text].
        default boolean stringsAreBytes() {
            return false;
        }

        /// Maximum number of values of all pickles that one reader reads.
        int maxObjects();
    }

    public PickleReader(byte[] bytes, Dialect dialect) {
        this.input = new PickleInput(bytes);
        this.dialect = dialect;
    }

    /// The offset of the first byte that was not read: the start of the next pickle or of other data.
    public int position() {
        return input.position();
    }

    /// Reads the pickle that starts at [#position()].
    ///
    /// @throws PickleException if the pickle is damaged, exceeds a limit, or uses a name or operation that is
    ///     not allowed
    public PickleValue read() {
        stack = new ArrayList<>();
        suspended.clear();
        memo.clear();
        while (true) {
            int opcode = input.nextByte();
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
            case 0x95 -> input.nextLength(8);
            case '(' -> mark();
            case '0' -> pop();
            case '1' -> popMark();
            case '2' -> push(peek());

            case 'N' -> push(new Opaque());
            case 0x88 -> push(new Truth(true));
            case 0x89 -> push(new Truth(false));
            case 'K' -> push(new Whole(input.nextByte()));
            case 'I' -> pushDecimal();
            case 'M' -> push(new Whole(input.nextShort()));
            case 'J' -> push(new Whole(input.nextInt()));
            case 0x8a -> pushLong(input.nextByte());
            case 0x8b -> pushLong(input.nextLength(4));
            case 'G' -> {
                input.skip(8);
                push(new Opaque());
            }
            case 0x8c -> push(new Text(input.nextText(input.nextLength(1))));
            case 'X' -> push(new Text(input.nextText(input.nextLength(4))));
            case 0x8d -> push(new Text(input.nextText(input.nextLength(8))));
            case 'U' -> pushString(input.nextLength(1));
            case 'T' -> pushString(input.nextLength(4));
            case 'C' -> pushBytes(input.nextLength(1));
            case 'B' -> pushBytes(input.nextLength(4));
            case 0x8e, 0x96 -> pushBytes(input.nextLength(8));

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

            case 'g' -> push(remembered(input.nextIndexLine()));
            case 'p' -> remember(input.nextIndexLine());
            case 'h' -> push(remembered(input.nextByte()));
            case 'j' -> push(remembered(input.nextInt()));
            case 'q' -> remember(input.nextByte());
            case 'r' -> remember(input.nextInt());
            case 0x94 -> remember(memo.size());

            case 'c' -> {
                String module = input.nextLine();
                push(global(module, input.nextLine()));
            }
            case 0x93 -> {
                String name = popText("a global's name");
                push(global(popText("a global's module"), name));
            }
            case 'i' -> {
                String module = input.nextLine();
                throw forbiddenCall(global(module, input.nextLine()));
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
                    // Attributes of a dictionary, such as the version numbers of a state_dict, are not needed.
                    if (!(state instanceof Mapping)) {
                        throw damaged("must set attributes from a dictionary");
                    }
                    mappingOnTop();
                }
            }
            case 'Q' -> push(dialect.persistent(pop(), this));
            default ->
                throw new PickleException(Kind.FORBIDDEN_OPERATION, "0x%02x".formatted(opcode), input.position() - 1);
        }
    }

    private void protocol() {
        int version = input.nextByte();
        if (version < 2 || version > 5) {
            throw damaged("must have protocol 2 to 5, got: " + version);
        }
    }

    private Global global(String module, String name) {
        String qualifiedName = module + "." + name;
        Optional<? extends Global> allowed = dialect.global(qualifiedName);
        if (allowed.isEmpty()) {
            throw new PickleException(Kind.FORBIDDEN_GLOBAL, printable(qualifiedName), input.position());
        }
        return allowed.get();
    }

    /// An exception for a call of an allowed global with arguments that are not allowed.
    public PickleException forbiddenCall(Global global) {
        return new PickleException(Kind.FORBIDDEN_CALL, global.qualifiedName(), input.position());
    }

    /// An exception for a value that is not allowed.
    public PickleException forbiddenValue(String what) {
        return new PickleException(Kind.FORBIDDEN_VALUE, what, input.position());
    }

    /// An exception for a rule that the pickle breaks at this position, such as `must give every key a value`.
    public PickleException damaged(String rule) {
        return input.damaged(rule);
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

    private void pushString(int length) {
        if (dialect.stringsAreBytes()) {
            pushBytes(length);
        } else {
            push(new Text(input.nextText(length)));
        }
    }

    private void pushBytes(int length) {
        push(new Bytes(input.nextBytes(length)));
    }

    /// Protocol 1 also writes truth values as numbers of protocol 0.
    private void pushDecimal() {
        String digits = input.nextLine();
        push(
                switch (digits) {
                    case "00" -> new Truth(false);
                    case "01" -> new Truth(true);
                    default -> new Whole(input.number(digits));
                });
    }

    private void pushLong(int length) {
        BigInteger number = input.nextInteger(length);
        push(number.bitLength() < Long.SIZE ? new Whole(number.longValueExact()) : new Large(number.toString(16)));
    }

    /// A name in printable ASCII and of limited length, so that a hostile name cannot control a terminal.
    public static String printable(String name) {
        StringBuilder shown = new StringBuilder();
        name.codePoints()
                .limit(MAX_SHOWN_NAME)
                .forEach(character -> shown.appendCodePoint(character > ' ' && character < 0x7f ? character : '?'));
        return shown.toString();
    }
}
