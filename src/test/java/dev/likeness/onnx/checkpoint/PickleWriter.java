package dev.likeness.onnx.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes pickles operation by operation, as Python's pickler would for the protocol.
public final class PickleWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int protocol;

    public PickleWriter(int protocol) {
        this.protocol = protocol;
        op(0x80).op(protocol);
    }

    public PickleWriter op(int opcode) {
        bytes.write(opcode);
        return this;
    }

    public PickleWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        op('X').int32(utf8.length);
        bytes.writeBytes(utf8);
        return protocol >= 4 ? op(0x94) : this;
    }

    PickleWriter whole(long value) {
        if (value >= 0 && value < 256) {
            return op('K').op((int) value);
        }
        if (value == (int) value) {
            return op('J').int32((int) value);
        }
        op(0x8a).op(8);
        for (int i = 0; i < 8; i++) {
            op((int) (value >> (8 * i)));
        }
        return this;
    }

    PickleWriter longBytes(int... littleEndian) {
        op(0x8a).op(littleEndian.length);
        for (int part : littleEndian) {
            op(part);
        }
        return this;
    }

    /// By GLOBAL up to protocol 3, by STACK_GLOBAL from 4.
    public PickleWriter global(String module, String name) {
        if (protocol >= 4) {
            return text(module).text(name).op(0x93);
        }
        op('c');
        bytes.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    PickleWriter emptyOrderedDict() {
        return global("collections", "OrderedDict").op(')').op('R');
    }

    PickleWriter wholes(long... values) {
        op('(');
        for (long value : values) {
            whole(value);
        }
        return op('t');
    }

    PickleWriter int32(int value) {
        return op(value).op(value >> 8).op(value >> 16).op(value >> 24);
    }

    public byte[] toBytes() {
        op('.');
        return bytes.toByteArray();
    }
}
