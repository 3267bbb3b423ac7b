package dev.likeness.inference.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import dev.likeness.face.LikenessException;
import dev.likeness.onnx.graph.OnnxModelInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A model that names another file, or an address in memory, as the place of its weights cannot read it. ONNX
/// Runtime refuses it when it loads a model; the import of a model does before.
class ExternalDataTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"../secret.bin", "ABSOLUTE", "/dev/zero", "*/_ORT_MEM_ADDR_/*"})
    void load_modelWhoseWeightsAreElsewhere_isRefused(String location) throws IOException {
        Path secret = Files.write(folder.resolve("secret.bin"), new byte[16]);
        Path models = Files.createDirectory(folder.resolve("models"));
        String place = location.equals("ABSOLUTE") ? secret.toString() : location;
        for (boolean constant : new boolean[] {false, true}) {
            Path file = Files.write(models.resolve("evil.onnx"), model(place, constant));

            assertThatThrownBy(() -> ModelSession.environment().createSession(file.toString()))
                    .isInstanceOf(OrtException.class);
            assertThatThrownBy(() -> ModelSession.environment().createSession(Files.readAllBytes(file)))
                    .isInstanceOf(OrtException.class);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void load_modelWhoseWeightsAreBehindALink_isRefused() throws IOException {
        Files.write(folder.resolve("secret.bin"), new byte[16]);
        Path models = Files.createDirectory(folder.resolve("models"));
        Files.createSymbolicLink(models.resolve("weights.bin"), Path.of("../secret.bin"));
        Path file = Files.write(models.resolve("evil.onnx"), model("weights.bin", false));

        assertThatThrownBy(() -> ModelSession.environment().createSession(file.toString()))
                .isInstanceOf(OrtException.class);
    }

    @Test
    void import_modelWhoseWeightsAreElsewhere_isRefused() throws IOException {
        Path file = Files.write(folder.resolve("evil.onnx"), model("../secret.bin", false));

        assertThatThrownBy(() -> OnnxModelInfo.read(file))
                .isInstanceOf(LikenessException.class)
                .hasMessageContaining("must contain its weights, got weights in another file");
    }

    /// `y = x + w`, with the four numbers of `w` at a location outside the file.
    ///
    /// @param constant whether they are those of a node instead of an initializer
    private static byte[] model(String location, boolean constant) {
        Message graph = new Message();
        if (constant) {
            Message value = new Message().text(1, "value").number(20, 4).message(5, tensor(location, false));
            graph.message(1, new Message().text(2, "w").text(4, "Constant").message(5, value));
        }
        graph.message(1, new Message().text(1, "x").text(1, "w").text(2, "y").text(4, "Add"));
        graph.text(2, "g");
        if (!constant) {
            graph.message(5, tensor(location, true));
        }
        graph.message(11, interfaceOf("x")).message(12, interfaceOf("y"));
        return new Message()
                .number(1, 8)
                .message(7, graph)
                .message(8, new Message().text(1, "").number(2, 13))
                .bytes();
    }

    private static Message tensor(String location, boolean named) {
        Message tensor = new Message().number(1, 4).number(2, 1);
        if (named) {
            tensor.text(8, "w");
        }
        return tensor.message(13, new Message().text(1, "location").text(2, location))
                .message(13, new Message().text(1, "offset").text(2, "16"))
                .message(13, new Message().text(1, "length").text(2, "16"))
                .number(14, 1);
    }

    private static Message interfaceOf(String name) {
        Message shape = new Message().message(1, new Message().number(1, 4));
        Message type = new Message().message(1, new Message().number(1, 1).message(2, shape));
        return new Message().text(1, name).message(2, type);
    }

    /// A message of Protocol Buffers, written field by field as onnx.proto numbers them.
    private static final class Message {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        private void variable(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                bytes.write((int) ((rest & 0x7F) | 0x80));
                rest >>>= 7;
            }
            bytes.write((int) rest);
        }

        Message number(int field, long value) {
            variable(field << 3);
            variable(value);
            return this;
        }

        Message text(int field, String text) {
            return content(field, text.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message message) {
            return content(field, message.bytes());
        }

        private Message content(int field, byte[] content) {
            variable((field << 3) | 2);
            variable(content.length);
            bytes.writeBytes(content);
            return this;
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
