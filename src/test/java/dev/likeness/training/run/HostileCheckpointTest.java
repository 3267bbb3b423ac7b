package dev.likeness.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Headers of safetensors files that lie.
class HostileCheckpointTest {
    private static final String GOOD = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

    @TempDir
    private Path folder;

    private Path file(long length, String header, int data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(length).put(json);
        return Files.write(folder.resolve("evil.safetensors"), bytes.array());
    }

    private static void assertRefused(Path file) {
        assertThatThrownBy(() -> Checkpoint.read(file))
                .isInstanceOfSatisfying(
                        LikenessException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNSUPPORTED_FORMAT))
                .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(2000));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, 100 << 20, 70})
    void read_headerOfAnyOtherLength_isRefused(long length) throws IOException {
        assertRefused(file(length, GOOD, 8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,-8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807,2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2305843009213693951],\"data_offsets\":[0,9223372036854775804]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[536870911],\"data_offsets\":[0,2147483644]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}",
                "{\"a\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":\"x\",\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":[],\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[{}],\"data_offsets\":[0,8]}}",
                "{\"a\":7}",
                "{\"a\":null}",
                "{\"__metadata__\":{\"x\":{}}}",
                "{\"a\":",
                "\0\0\0\0"
            })
    void read_headerThatLies_isRefused(String header) throws IOException {
        assertRefused(file(header.length(), header, 8));
    }

    @Test
    void read_headerDeeperThanTheLimit_isRefused() throws IOException {
        String deep = "{\"a\":".repeat(200_000);

        assertRefused(file(deep.length(), deep, 8));
    }

    @Test
    void read_anyChangedBytes_givesACheckpointOrOneException() throws IOException {
        byte[] good = Files.readAllBytes(file(GOOD.length(), GOOD, 8));
        Random random = new Random(17);
        for (int i = 0; i < 2000; i++) {
            byte[] changed = good.clone();
            for (int change = 0; change <= random.nextInt(3); change++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            Path file = Files.write(folder.resolve("changed.safetensors"), changed);
            try {
                assertThat(Checkpoint.read(file).tensors()).isNotNull();
            } catch (LikenessException refusal) {
                assertThat(refusal.code()).isEqualTo(ErrorCode.UNSUPPORTED_FORMAT);
            }
        }
    }
}
