package dev.likeness.onnx.graph;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.onnx.checkpoint.TorchPickleReader;
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

/// What an `.onnx` file says of itself: its interface, its operators and the shapes of its constants,
/// without the weights, which are skipped as they are met.
///
/// @param operatorSet version of the ONNX operators it needs, 0 if it names none
/// @param inputs what the caller feeds; constants that old files list as inputs are left out
/// @param outputs what it answers, in the file's order
/// @param operators of its nodes, in the order they run
/// @param constants shapes of its initializers by name
/// @param metadata remarks of its maker
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

    /// How many numbers its constants hold, which are its weights for all but a few.
    public long parameters() {
        return constants.values().stream()
                .mapToLong(shape -> shape.stream().reduce(1L, (a, b) -> a * b))
                .sum();
    }

    /// Reads what the file says of itself.
    ///
    /// @throws LikenessException `NOT_FOUND` if there is no such file; `IO_FAILED` if it cannot be read;
    ///     `MODEL_INVALID` if it is no ONNX file, is damaged, or keeps its weights in other files
    public static OnnxModelInfo read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new LikenessException(ErrorCode.NOT_FOUND, "no such file: " + file);
        }
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            if (Files.size(file) > Integer.MAX_VALUE) {
                throw invalid(file, "must stay below 2 GiB, got: %d bytes".formatted(Files.size(file)));
            }
            return new Reader(file, CodedInputStream.newInstance(stream)).model();
        } catch (InvalidProtocolBufferException e) {
            throw new LikenessException(
                    ErrorCode.MODEL_INVALID,
                    "model %s must be a whole ONNX file, got: %s".formatted(file, e.getMessage()),
                    e);
        } catch (IOException e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED, "model %s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static LikenessException invalid(Path file, String rule) {
        return new LikenessException(ErrorCode.MODEL_INVALID, "model %s %s".formatted(file, rule));
    }

    /// Walks the messages of onnx.proto and remembers the few fields that are wanted.
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
                throw invalid(file, "must be an ONNX file, got none of a graph");
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
                            throw invalid(file, "must hold its weights itself, got weights in another file");
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

        /// Reads fields to the end of the message that is open.
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
            // at the end of a file the stream ends every open message in silence
            if (in.getBytesUntilLimit() != 0) {
                throw invalid(file, "must be a whole ONNX file, got one that ends before its end");
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

        /// Integers one by one or packed: writers do either.
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
