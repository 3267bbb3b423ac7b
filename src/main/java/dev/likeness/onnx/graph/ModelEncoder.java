package dev.likeness.onnx.graph;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes a graph as an ONNX `ModelProto`. Field numbers are those of onnx.proto (see [OnnxField]). Protobuf
/// needs the length of each message in front of it. Everything except the weights is small and is encoded in
/// memory first. The length of the weights is known without encoding them, so they are streamed.
final class ModelEncoder {
    /// Version of the file format that belongs to operator set 17.
    private static final int IR_VERSION = 8;

    private static final int COPY_BUFFER_BYTES = 1 << 16;

    private ModelEncoder() {}

    static void write(OnnxGraph graph, OutputStream stream) throws IOException {
        byte[] head = message(out -> {
            for (Node node : graph.nodes()) {
                out.writeByteArray(OnnxField.GRAPH_NODE, node(node));
            }
            out.writeString(OnnxField.GRAPH_NAME, graph.name());
            for (ValueInfo input : graph.inputs()) {
                out.writeByteArray(OnnxField.GRAPH_INPUT, valueInfo(input));
            }
            for (ValueInfo output : graph.outputs()) {
                out.writeByteArray(OnnxField.GRAPH_OUTPUT, valueInfo(output));
            }
        });
        List<byte[]> tensorHeads = new ArrayList<>(graph.initializers().size());
        long graphLength = head.length;
        for (Initializer initializer : graph.initializers()) {
            byte[] tensorHead = tensorHead(initializer);
            tensorHeads.add(tensorHead);
            long tensorLength = tensorHead.length + initializer.byteCount();
            graphLength += CodedOutputStream.computeTagSize(OnnxField.GRAPH_INITIALIZER)
                    + CodedOutputStream.computeInt64SizeNoTag(tensorLength)
                    + tensorLength;
        }
        byte[] modelHead = modelHead(graph.metadata());
        // The tag and length between the two take at most ten bytes.
        if (graphLength + modelHead.length + 10 > Integer.MAX_VALUE) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a model file must stay below 2147483647 bytes, got: %d for %s"
                            .formatted(graphLength + modelHead.length, graph.name()));
        }
        CodedOutputStream out = CodedOutputStream.newInstance(stream, COPY_BUFFER_BYTES);
        out.writeRawBytes(modelHead);
        out.writeTag(OnnxField.MODEL_GRAPH, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag((int) graphLength);
        out.writeRawBytes(head);
        for (int i = 0; i < tensorHeads.size(); i++) {
            Initializer initializer = graph.initializers().get(i);
            out.writeTag(OnnxField.GRAPH_INITIALIZER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag((int) (tensorHeads.get(i).length + initializer.byteCount()));
            out.writeRawBytes(tensorHeads.get(i));
            writeElements(initializer, out);
        }
        out.flush();
        stream.flush();
    }

    private static byte[] modelHead(Map<String, String> metadata) throws IOException {
        return message(out -> {
            out.writeInt64(OnnxField.MODEL_IR_VERSION, IR_VERSION);
            out.writeString(OnnxField.MODEL_PRODUCER_NAME, "likeness");
            out.writeByteArray(
                    OnnxField.MODEL_OPSET_IMPORT,
                    message(opset -> opset.writeInt64(OnnxField.OPSET_VERSION, OnnxGraph.OPERATOR_SET)));
            for (Map.Entry<String, String> entry : metadata.entrySet()) {
                out.writeByteArray(OnnxField.MODEL_METADATA, message(pair -> {
                    pair.writeString(OnnxField.ENTRY_KEY, entry.getKey());
                    pair.writeString(OnnxField.ENTRY_VALUE, entry.getValue());
                }));
            }
        });
    }

    private static byte[] node(Node node) throws IOException {
        return message(out -> {
            for (String input : node.inputs()) {
                out.writeString(OnnxField.NODE_INPUT, input);
            }
            out.writeString(OnnxField.NODE_OUTPUT, node.name());
            out.writeString(OnnxField.NODE_NAME, node.name());
            out.writeString(OnnxField.NODE_OPERATOR, node.operator());
            for (Attribute attribute : node.attributes()) {
                out.writeByteArray(OnnxField.NODE_ATTRIBUTE, attribute(attribute));
            }
        });
    }

    private static byte[] attribute(Attribute attribute) throws IOException {
        return message(out -> {
            out.writeString(OnnxField.ATTRIBUTE_NAME, attribute.name());
            switch (attribute) {
                case Attribute.OfFloat real -> {
                    out.writeFloat(OnnxField.ATTRIBUTE_FLOAT, real.value());
                    out.writeInt64(OnnxField.ATTRIBUTE_TYPE, 1);
                }
                case Attribute.OfInteger integer -> {
                    out.writeInt64(OnnxField.ATTRIBUTE_INTEGER, integer.value());
                    out.writeInt64(OnnxField.ATTRIBUTE_TYPE, 2);
                }
                case Attribute.OfText text -> {
                    out.writeString(OnnxField.ATTRIBUTE_TEXT, text.value());
                    out.writeInt64(OnnxField.ATTRIBUTE_TYPE, 3);
                }
                case Attribute.OfIntegers integers -> {
                    for (long value : integers.values()) {
                        out.writeInt64(OnnxField.ATTRIBUTE_INTEGERS, value);
                    }
                    out.writeInt64(OnnxField.ATTRIBUTE_TYPE, 7);
                }
            }
        });
    }

    private static byte[] valueInfo(ValueInfo value) throws IOException {
        byte[] shape = message(out -> {
            for (Dimension dimension : value.shape()) {
                out.writeByteArray(OnnxField.SHAPE_DIMENSION, message(side -> {
                    switch (dimension) {
                        case Dimension.Fixed(long size) -> side.writeInt64(OnnxField.DIMENSION_SIZE, size);
                        case Dimension.Symbolic(String name) -> side.writeString(OnnxField.DIMENSION_NAME, name);
                    }
                }));
            }
        });
        byte[] tensorType = message(out -> {
            out.writeInt64(OnnxField.TENSOR_TYPE_ELEMENT, value.type().code());
            out.writeByteArray(OnnxField.TENSOR_TYPE_SHAPE, shape);
        });
        byte[] type = message(out -> out.writeByteArray(OnnxField.TYPE_TENSOR, tensorType));
        return message(out -> {
            out.writeString(OnnxField.VALUE_NAME, value.name());
            out.writeByteArray(OnnxField.VALUE_TYPE, type);
        });
    }

    /// The message of a tensor up to its elements.
    private static byte[] tensorHead(Initializer initializer) throws IOException {
        return message(out -> {
            for (int side : initializer.shape()) {
                out.writeInt64(OnnxField.TENSOR_SIDE, side);
            }
            out.writeInt64(OnnxField.TENSOR_TYPE, initializer.type().code());
            out.writeString(OnnxField.TENSOR_NAME, initializer.name());
            out.writeTag(OnnxField.TENSOR_RAW_DATA, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeInt64NoTag(initializer.byteCount());
        });
    }

    private static void writeElements(Initializer initializer, CodedOutputStream out) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(COPY_BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int step = COPY_BUFFER_BYTES / initializer.type().bytes();
        for (int from = 0; from < initializer.elements(); ) {
            int to = Math.min(initializer.elements(), from + step);
            buffer.clear();
            initializer.copyTo(buffer, from, to);
            out.writeRawBytes(buffer.array(), 0, buffer.position());
            from = to;
        }
    }

    private interface MessageBody {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(MessageBody body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        body.writeTo(out);
        out.flush();
        return bytes.toByteArray();
    }
}
