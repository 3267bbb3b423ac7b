package dev.likeness.onnx.graph;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.onnx.checkpoint.TorchPickleReader;
import dev.likeness.support.RegularFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The structure of an `.onnx` file: its inputs and outputs, its operators and the shapes of its constants.
/// The weights are skipped.
///
/// @param operatorSet version of the ONNX operators that the file needs; 0 if it declares none
/// @param inputs the inputs, without the constants that old files list as inputs
/// @param outputs the outputs, in the order of the file
/// @param operators the operators of the nodes, in execution order
/// @param constants shapes of the initializers by name
/// @param metadata the metadata by key
public record OnnxModelInfo(
        long operatorSet,
        List<ValueInfo> inputs,
        List<ValueInfo> outputs,
        List<String> operators,
        Map<String, List<Long>> constants,
        Map<String, String> metadata) {
    private static final int MAX_TEXT_BYTES = 1 << 16;
    private static final int MAX_ITEMS = 1_000_000;

    public OnnxModelInfo {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        operators = List.copyOf(operators);
        constants = Map.copyOf(constants);
        metadata = Map.copyOf(metadata);
    }

    /// The total number of values of the constants. Nearly all of them are weights.
    public long parameters() {
        return constants.values().stream()
                .mapToLong(shape -> shape.stream().reduce(1L, (a, b) -> a * b))
                .sum();
    }

    /// Reads the structure of a file.
    ///
    /// @throws LikenessException `NOT_FOUND` if the file does not exist; `IO_FAILED` if it cannot be read;
    ///     `MODEL_INVALID` if it is not an ONNX file, is damaged, or has its weights in other files
    public static OnnxModelInfo read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new LikenessException(ErrorCode.NOT_FOUND, "no such file: " + file);
        }
        try (InputStream stream = new BufferedInputStream(RegularFile.stream(file), 1 << 16)) {
            if (Files.size(file) > Integer.MAX_VALUE) {
                throw invalid(file, "must stay below 2 GiB, got: %d bytes".formatted(Files.size(file)));
            }
            return new Reader(file, CodedInputStream.newInstance(stream)).model();
        } catch (InvalidProtocolBufferException e) {
            throw new LikenessException(
                    ErrorCode.MODEL_INVALID,
                    "model %s must be a complete ONNX file, got: %s".formatted(file, e.getMessage()),
                    e);
        } catch (IOException e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED, "model %s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static LikenessException invalid(Path file, String rule) {
        return new LikenessException(ErrorCode.MODEL_INVALID, "model %s %s".formatted(file, rule));
    }

    /// Reads the messages of onnx.proto and collects the fields that are needed.
    private static final class Reader {
        private final Path file;
        private final CodedInputStream in;
        private final List<ValueInfo> inputs = new ArrayList<>();
        private final List<ValueInfo> outputs = new ArrayList<>();
        private final List<String> operators = new ArrayList<>();
        private final Map<String, List<Long>> constants = new LinkedHashMap<>();
        private final Map<String, String> metadata = new LinkedHashMap<>();
        private long operatorSet;
        private boolean graphSeen;
        private int items;

        Reader(Path file, CodedInputStream in) {
            this.file = file;
            this.in = in;
        }

        OnnxModelInfo model() throws IOException {
            fields(tag -> {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case OnnxField.MODEL_GRAPH -> message(tag, this::graph);
                    case OnnxField.MODEL_OPSET_IMPORT -> message(tag, this::operatorSet);
                    case OnnxField.MODEL_METADATA -> message(tag, this::entry);
                    default -> skip(tag);
                }
            });
            if (!graphSeen) {
                throw invalid(file, "must be an ONNX file, got a file without a graph");
            }
            inputs.removeIf(input -> constants.containsKey(input.name()));
            return new OnnxModelInfo(operatorSet, inputs, outputs, operators, constants, metadata);
        }

        private void graph() throws IOException {
            graphSeen = true;
            fields(tag -> {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case OnnxField.GRAPH_NODE -> message(tag, this::node);
                    case OnnxField.GRAPH_INITIALIZER -> message(tag, this::constant);
                    case OnnxField.GRAPH_INPUT -> message(tag, () -> inputs.add(value()));
                    case OnnxField.GRAPH_OUTPUT -> message(tag, () -> outputs.add(value()));
                    default -> skip(tag);
                }
            });
        }

        private void node() throws IOException {
            fields(tag -> {
                if (WireFormat.getTagFieldNumber(tag) == OnnxField.NODE_OPERATOR) {
                    operators.add(text(tag));
                } else {
                    skip(tag);
                }
            });
        }

        private void constant() throws IOException {
            String[] name = {""};
            List<Long> sides = new ArrayList<>();
            fields(tag -> {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case OnnxField.TENSOR_SIDE -> integers(tag, sides);
                    case OnnxField.TENSOR_NAME -> name[0] = text(tag);
                    case OnnxField.TENSOR_DATA_LOCATION -> {
                        if (integer(tag) != 0) {
                            throw invalid(file, "must contain its weights, got weights in another file");
                        }
                    }
                    default -> skip(tag);
                }
            });
            constants.put(name[0], List.copyOf(sides));
        }

        private ValueInfo value() throws IOException {
            String[] name = {""};
            int[] type = {0};
            List<Dimension> shape = new ArrayList<>();
            fields(tag -> {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case OnnxField.VALUE_NAME -> name[0] = text(tag);
                    case OnnxField.VALUE_TYPE -> message(tag, () -> type(type, shape));
                    default -> skip(tag);
                }
            });
            ElementType elementType = ElementType.ofCode(type[0])
                    .orElseThrow(() -> invalid(
                            file,
                            "must have tensors of known types in its interface, got type %d for %s"
                                    .formatted(type[0], TorchPickleReader.printable(name[0]))));
            return new ValueInfo(name[0], elementType, shape);
        }

        private void type(int[] type, List<Dimension> shape) throws IOException {
            fields(tag -> {
                if (WireFormat.getTagFieldNumber(tag) == OnnxField.TYPE_TENSOR) {
                    message(tag, () -> tensorType(type, shape));
                } else {
                    skip(tag);
                }
            });
        }

        private void tensorType(int[] type, List<Dimension> shape) throws IOException {
            fields(tag -> {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case OnnxField.TENSOR_TYPE_ELEMENT -> type[0] = (int) integer(tag);
                    case OnnxField.TENSOR_TYPE_SHAPE -> message(tag, () -> shape(shape));
                    default -> skip(tag);
                }
            });
        }

        private void shape(List<Dimension> shape) throws IOException {
            fields(tag -> {
                if (WireFormat.getTagFieldNumber(tag) == OnnxField.SHAPE_DIMENSION) {
                    message(tag, () -> shape.add(dimension()));
                } else {
                    skip(tag);
                }
            });
        }

        private Dimension dimension() throws IOException {
            Dimension[] dimension = {Dimension.of("")};
            fields(tag -> {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case OnnxField.DIMENSION_SIZE -> dimension[0] = Dimension.of(integer(tag));
                    case OnnxField.DIMENSION_NAME -> dimension[0] = Dimension.of(text(tag));
                    default -> skip(tag);
                }
            });
            return dimension[0];
        }

        private void operatorSet() throws IOException {
            String[] domain = {""};
            long[] version = {0};
            fields(tag -> {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case OnnxField.OPSET_DOMAIN -> domain[0] = text(tag);
                    case OnnxField.OPSET_VERSION -> version[0] = integer(tag);
                    default -> skip(tag);
                }
            });
            if (domain[0].isEmpty() || domain[0].equals("ai.onnx")) {
                operatorSet = version[0];
            }
        }

        private void entry() throws IOException {
            String[] keyAndValue = {"", ""};
            fields(tag -> {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case OnnxField.ENTRY_KEY -> keyAndValue[0] = text(tag);
                    case OnnxField.ENTRY_VALUE -> keyAndValue[1] = text(tag);
                    default -> skip(tag);
                }
            });
            metadata.put(keyAndValue[0], keyAndValue[1]);
        }

        private interface Body {
            void read() throws IOException;
        }

        private interface Field {
            void read(int tag) throws IOException;
        }

        /// Reads fields up to the end of the current message.
        private void fields(Field field) throws IOException {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                items++;
                if (items > MAX_ITEMS) {
                    throw invalid(file, "must have at most %d fields".formatted(MAX_ITEMS));
                }
                field.read(tag);
            }
        }

        private void message(int tag, Body body) throws IOException {
            requireType(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            int outer = in.pushLimit(in.readRawVarint32());
            body.read();
            // At the end of the file, the stream ends all open messages without an error.
            if (in.getBytesUntilLimit() != 0) {
                throw invalid(file, "must be a complete ONNX file, got a truncated one");
            }
            in.popLimit(outer);
        }

        private String text(int tag) throws IOException {
            requireType(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            int length = in.readRawVarint32();
            if (length < 0 || length > MAX_TEXT_BYTES) {
                throw invalid(
                        file,
                        "must have texts of at most %d bytes, got: %s"
                                .formatted(MAX_TEXT_BYTES, Integer.toUnsignedString(length)));
            }
            return new String(in.readRawBytes(length), StandardCharsets.UTF_8);
        }

        private long integer(int tag) throws IOException {
            requireType(tag, WireFormat.WIRETYPE_VARINT);
            return in.readRawVarint64();
        }

        /// Reads integers, which writers encode one by one or packed.
        private void integers(int tag, List<Long> target) throws IOException {
            if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT) {
                target.add(in.readRawVarint64());
                return;
            }
            message(tag, () -> {
                while (in.getBytesUntilLimit() > 0) {
                    items++;
                    if (items > MAX_ITEMS) {
                        throw invalid(file, "must have at most %d fields".formatted(MAX_ITEMS));
                    }
                    target.add(in.readRawVarint64());
                }
            });
        }

        private void skip(int tag) throws IOException {
            in.skipField(tag);
        }

        private void requireType(int tag, int wireType) {
            if (WireFormat.getTagWireType(tag) != wireType) {
                throw invalid(
                        file,
                        "must be an ONNX file, got field %d with wire type %d"
                                .formatted(WireFormat.getTagFieldNumber(tag), WireFormat.getTagWireType(tag)));
            }
        }
    }
}
