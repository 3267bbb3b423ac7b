package dev.likeness.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.training.detector.Natives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void natives() {
        Natives.require();
    }

    @Test
    void writeHalf_numbersInItsRange_areHalfAsLargeAndReadAgainRounded() throws IOException {
        float[] values = new float[10_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i);
        }
        Map<String, Tensor> tensors = Map.of("layer.weight", Tensor.create(values, 100, 100));
        Path whole = folder.resolve("whole.safetensors");
        Path half = folder.resolve("half.safetensors");

        Checkpoint.write(whole, Map.of("step", "3"), tensors);
        Checkpoint.writeFloat16(half, Map.of("step", "3"), tensors);

        assertThat(Files.size(whole) - Files.size(half)).isEqualTo(2L * values.length);
        Checkpoint read = Checkpoint.read(half);
        assertThat(read.metadata()).containsEntry("step", "3");
        float[] rounded = numbers(read, "layer.weight");
        for (int i = 0; i < values.length; i++) {
            assertThat(rounded[i]).isEqualTo(Float.float16ToFloat(Float.floatToFloat16(values[i])));
        }
    }

    @Test
    void writeHalf_aTensorBeyondItsRange_staysWhole() {
        float[] values = {1e6f, 1f / 3};
        Path file = folder.resolve("half.safetensors");

        Checkpoint.writeFloat16(file, Map.of(), Map.of("bn.running_var", Tensor.create(values, 2)));

        assertThat(numbers(Checkpoint.read(file), "bn.running_var")).containsExactly(values);
    }

    private static float[] numbers(Checkpoint checkpoint, String tensor) {
        return Objects.requireNonNull(checkpoint.tensors().get(tensor)).values();
    }
}
