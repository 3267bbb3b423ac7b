package dev.likeness.evaluation;

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

/// Reads a Python pickle (protocols 1 to 5) of lists, tuples, bytes, text and truth values into `List`, `byte[]`,
/// `String` and `Boolean`. It runs nothing: the one callable it knows is `_codecs.encode(text, "latin1")`, which is how
/// Python 3 writes bytes into protocol 2. Whatever else a pickle could do is refused by name. Opcodes are those of
/// CPython's `pickletools`.
final class PickleReader {
    private enum Marker {
        MARK,
        LATIN1_ENCODE
    }

    private final ByteBuffer in;
    private final String source;
    private final Deque<Object> stack = new ArrayDeque<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    PickleReader(byte[] bytes, String source) {
        this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.source = source;
    }

    /// @throws LikenessException `UNSUPPORTED_FORMAT` if the bytes are cut off or hold anything else
    Object read() {
        try {
            while (true) {
                int opcode = in.get() & 0xff;
                if (opcode == '.') {
                    return stack.pop();
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
            case 'I' -> stack.push(truth(line()));
            case 'B', 'T' -> stack.push(bytes(in.getInt()));
            case 'C', 'U' -> stack.push(bytes(in.get() & 0xff));
            case 0x8e -> stack.push(bytes(in.getLong()));
            case 'X' -> stack.push(text(in.getInt()));
            case 0x8c -> stack.push(text(in.get() & 0xff));
            case 'q' -> memo.put(in.get() & 0xff, stack.element());
            case 'r' -> memo.put(in.getInt(), stack.element());
            case 'p' -> memo.put(Integer.parseInt(line()), stack.element());
            case 0x94 -> memo.put(memo.size(), stack.element());
            case 'h' -> stack.push(remembered(in.get() & 0xff));
            case 'j' -> stack.push(remembered(in.getInt()));
            case 'g' -> stack.push(remembered(Integer.parseInt(line())));
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
        Object callable = stack.pop();
        if (callable != Marker.LATIN1_ENCODE
                || arguments.size() != 2
                || !(arguments.getFirst() instanceof String text)
                || !arguments.getLast().equals("latin1")) {
            throw refused("a call other than _codecs.encode(text, \"latin1\")");
        }
        stack.push(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private Object global(String module, String name) {
        if (module.equals("_codecs") && name.equals("encode")) {
            return Marker.LATIN1_ENCODE;
        }
        throw refused("the global " + module + "." + name);
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

    private Object remembered(int key) {
        Object value = memo.get(key);
        if (value == null) {
            throw refused("a reference to nothing: " + key);
        }
        return value;
    }

    private Boolean truth(String digits) {
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
