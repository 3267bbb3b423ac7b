package dev.likeness.training.run;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.AtomicFile;
import dev.likeness.support.RegularFile;
import dev.likeness.support.TextLimits;
import dev.likeness.training.torch.PyTorch;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The state of a run in a safetensors file: 8 bytes length, a JSON header, then float32 or float16 values.
/// It holds the weights, the optimizer's state, the number of completed steps, and the run's parameters. The
/// format holds only numbers, so loading it cannot execute code. All random values follow from the seed and
/// the step, so no state of a random generator is needed.
///
/// @param metadata texts by name
/// @param tensors float32 values, row-major, by name
public record Checkpoint(Map<String, String> metadata, Map<String, Stored> tensors) {
    private static final String METADATA = "__metadata__";
    private static final float MAX_FLOAT16 = 65_504;
    private static final long MAX_HEADER_BYTES = 100 << 20;

    /// One tensor.
    ///
    /// @param shape sizes of the axes, outermost first
    /// @param values row-major
    @SuppressWarnings("ArrayRecordComponent") // handed from the file to the network and never compared
    record Stored(List<Long> shape, float[] values) {}

    /// The number types of a file.
    private enum NumberType {
        F32(Float.BYTES),
        F16(Short.BYTES);

        private final int bytes;

        NumberType(int bytes) {
            this.bytes = bytes;
        }

        static NumberType narrowest(float[] values) {
            for (float value : values) {
                if (Math.abs(value) > MAX_FLOAT16) {
                    return F32;
                }
            }
            return F16;
        }

        byte[] encoded(float[] values) {
            byte[] encoded = new byte[Math.multiplyExact(values.length, bytes)];
            ByteBuffer buffer = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
            for (float value : values) {
                switch (this) {
                    case F32 -> buffer.putFloat(value);
                    case F16 -> buffer.putShort(Float.floatToFloat16(value));
                }
            }
            return encoded;
        }

        float[] decoded(ByteBuffer buffer, int count) {
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = switch (this) {
                    case F32 -> buffer.getFloat();
                    case F16 -> Float.float16ToFloat(buffer.getShort());
                };
            }
            return values;
        }
    }

    /// Writes a file in float32, atomically.
    static void write(Path file, Map<String, String> metadata, Map<String, Tensor> tensors) {
        write(file, metadata, tensors, false);
    }

    /// Writes a file of half the size, for a warm start: tensors whose values are in the range of float16 are
    /// written in float16.
    static void writeFloat16(Path file, Map<String, String> metadata, Map<String, Tensor> tensors) {
        write(file, metadata, tensors, true);
    }

    private static void write(Path file, Map<String, String> metadata, Map<String, Tensor> tensors, boolean half) {
        ObjectNode header = JsonMapper.shared().createObjectNode();
        ObjectNode texts = header.putObject(METADATA);
        metadata.forEach(texts::put);
        List<byte[]> numbers = new ArrayList<>();
        long offset = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            float[] values = PyTorch.floats(tensor);
            NumberType type = half ? NumberType.narrowest(values) : NumberType.F32;
            numbers.add(type.encoded(values));
            ObjectNode description = header.putObject(entry.getKey());
            description.put("dtype", type.name());
            ArrayNode shape = description.putArray("shape");
            for (long axis = 0; axis < tensor.dim(); axis++) {
                shape.add(tensor.size(axis));
            }
            long end = offset + numbers.getLast().length;
            description.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = JsonMapper.shared().writeValueAsBytes(header);
        byte[] length = new byte[Long.BYTES];
        ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length);
        try {
            AtomicFile.write(file, stream -> {
                stream.write(length);
                stream.write(json);
                for (byte[] part : numbers) {
                    stream.write(part);
                }
            });
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "checkpoint %s cannot be written".formatted(file), e);
        }
    }

    /// Reads a file.
    ///
    /// @throws LikenessException `NOT_FOUND` if it does not exist; `UNSUPPORTED_FORMAT` if it is damaged or
    ///     has a type other than float32 and float16; `IO_FAILED` if it cannot be read
    public static Checkpoint read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new LikenessException(ErrorCode.NOT_FOUND, "no such checkpoint: " + file);
        }
        try (DataInputStream stream = new DataInputStream(RegularFile.stream(file))) {
            long length = littleEndian(stream, Long.BYTES).getLong();
            if (length < 2 || length > Math.min(MAX_HEADER_BYTES, Files.size(file))) {
                throw damaged(file, "its header's length is " + length, null);
            }
            byte[] json = new byte[(int) length];
            stream.readFully(json);
            JsonNode header = TextLimits.json().readTree(new String(json, StandardCharsets.UTF_8));
            Map<String, String> metadata = new LinkedHashMap<>();
            Map<String, Stored> tensors = new LinkedHashMap<>();
            long offset = 0;
            for (Map.Entry<String, JsonNode> entry : header.properties()) {
                if (entry.getKey().equals(METADATA)) {
                    entry.getValue()
                            .properties()
                            .forEach(text ->
                                    metadata.put(text.getKey(), text.getValue().asString()));
                    continue;
                }
                List<Long> shape = new ArrayList<>();
                long elements = 1;
                for (JsonNode side : entry.getValue().path("shape")) {
                    shape.add(side.asLong());
                    elements = Math.multiplyExact(elements, side.asLong());
                }
                JsonNode offsets = entry.getValue().path("data_offsets");
                NumberType type = entry.getValue().path("dtype").asString("").equals(NumberType.F16.name())
                        ? NumberType.F16
                        : NumberType.F32;
                long bytes = Math.multiplyExact(elements, type.bytes);
                boolean plain = entry.getValue().path("dtype").asString("").equals(type.name())
                        && offsets.path(0).asLong(-1) == offset
                        && offsets.path(1).asLong(-1) == offset + bytes
                        && elements >= 0
                        && offset + bytes <= Files.size(file);
                if (!plain) {
                    throw damaged(
                            file,
                            "tensor " + entry.getKey() + " is not float32 or float16, or lies out of order",
                            null);
                }
                offset += bytes;
                float[] values = type.decoded(littleEndian(stream, Math.toIntExact(bytes)), Math.toIntExact(elements));
                tensors.put(entry.getKey(), new Stored(List.copyOf(shape), values));
            }
            return new Checkpoint(metadata, tensors);
        } catch (EOFException e) {
            throw damaged(file, "it is cut off", e);
        } catch (JacksonException | ArithmeticException e) {
            throw damaged(file, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "checkpoint %s cannot be read".formatted(file), e);
        }
    }

    /// Copies the stored values into these tensors.
    ///
    /// @throws LikenessException `UNSUPPORTED_FORMAT` if one is missing or has another shape
    void restore(Path file, Map<String, Tensor> targets) {
        targets.forEach((name, target) -> {
            if (!fits(name, target)) {
                Stored stored = tensors.get(name);
                throw damaged(
                        file,
                        "tensor %s must have the shape %s and is %s"
                                .formatted(name, shape(target), stored == null ? "missing" : stored.shape),
                        null);
            }
            copy(name, target);
        });
    }

    /// Copies the stored values into the tensors whose name and shape agree.
    ///
    /// @return the names of the tensors that were not changed
    public List<String> restoreMatching(Map<String, Tensor> targets) {
        List<String> left = new ArrayList<>();
        targets.forEach((name, target) -> {
            if (fits(name, target)) {
                copy(name, target);
            } else {
                left.add(name);
            }
        });
        return left;
    }

    private boolean fits(String name, Tensor target) {
        Stored stored = tensors.get(name);
        return stored != null && stored.shape.equals(shape(target));
    }

    private void copy(String name, Tensor target) {
        Stored stored = tensors.get(name);
        if (stored == null) {
            return;
        }
        try (PointerScope _ = new PointerScope();
                AutoGradMode _ = new AutoGradMode(false)) {
            long[] shape = stored.shape.stream().mapToLong(Long::longValue).toArray();
            target.copy_(Tensor.create(stored.values, shape));
        }
    }

    private static List<Long> shape(Tensor tensor) {
        List<Long> shape = new ArrayList<>();
        for (long axis = 0; axis < tensor.dim(); axis++) {
            shape.add(tensor.size(axis));
        }
        return shape;
    }

    private static ByteBuffer littleEndian(InputStream stream, int bytes) throws IOException {
        byte[] read = stream.readNBytes(bytes);
        if (read.length < bytes) {
            throw new EOFException();
        }
        return ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static LikenessException damaged(
            Path file, String what, @org.jspecify.annotations.Nullable Exception cause) {
        return new LikenessException(
                ErrorCode.UNSUPPORTED_FORMAT,
                "checkpoint %s must be a complete safetensors file of this run, got: %s".formatted(file, what),
                cause);
    }
}
