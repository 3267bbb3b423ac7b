package dev.likeness.inference;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes ONNX models of two nodes by hand, as protobuf bytes, so that embedders can be tested without real weights.
/// Field numbers are those of `onnx.proto3`.
final class TinyModel {
    private static final int COLOURS = 3;
    private static final int FLOAT = 1;
    private static final int LENGTH_DELIMITED = 2;

    private TinyModel() {}

    /// An embedder of dimension 3: input `image` as `float[batch, 3, side, side]`, output `vector` = the mean of each
    /// plane, then `operator` (a unary one of ONNX: `Person`, `Sqrt`, `Log` …) applied to it.
    ///
    /// @param batch 0 for any
    static byte[] meanColour(String operator, int batch, int side) {
        byte[] graph = join(
                field(1, node("GlobalAveragePool", "image", "pooled")),
                field(1, node("Flatten", "pooled", "flat")),
                field(1, node(operator, "flat", "vector")),
                field(2, text("tiny")),
                field(11, tensor("image", batch, COLOURS, side, side)),
                field(12, tensor("vector", batch, COLOURS)));
        return join(number(1, 8), field(7, graph), field(8, number(2, 13)));
    }

    private static byte[] node(String operator, String input, String output) {
        return join(field(1, text(input)), field(2, text(output)), field(4, text(operator)));
    }

    private static byte[] tensor(String name, int... shape) {
        ByteArrayOutputStream dimensions = new ByteArrayOutputStream();
        for (int size : shape) {
            byte[] dimension = size == 0 ? field(2, text("N")) : number(1, size);
            dimensions.writeBytes(field(1, dimension));
        }
        byte[] type = join(number(1, FLOAT), field(2, dimensions.toByteArray()));
        return join(field(1, text(name)), field(2, field(1, type)));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] number(int field, int value) {
        return join(varint(field << 3), varint(value));
    }

    private static byte[] field(int field, byte[] content) {
        return join(varint((field << 3) | LENGTH_DELIMITED), varint(content.length), content);
    }

    private static byte[] varint(int value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int rest = value;
        while (rest > 0x7f) {
            bytes.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes.write(rest);
        return bytes.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
