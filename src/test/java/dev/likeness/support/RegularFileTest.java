package dev.likeness.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RegularFileTest {
    // FIPS 180-2, appendix B.3
    private static final String OF_MILLION_A = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

    @TempDir
    private Path folder;

    @Test
    void readAllBytes_ofAFileOfTheBound_isItsContent() throws IOException {
        byte[] content = new byte[200_000];
        content[199_999] = 1;
        Path file = Files.write(folder.resolve("file"), content);

        assertThat(RegularFile.readAllBytes(file, 200_000)).isEqualTo(content);
        assertThat(RegularFile.readAllBytes(Files.createFile(folder.resolve("empty")), 0))
                .isEmpty();
    }

    @Test
    void readAllBytes_ofALongerFile_isRefused() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[1001]);

        assertRefused(file, "is longer than the 1,000 bytes that are read");
    }

    @Test
    void readAllBytes_ofAFileWhoseSizeIsNotTold_readsItWithinTheBound() throws IOException {
        Path file = Path.of("/proc/self/status");
        assumeTrue(Files.exists(file), "needs the files of Linux");

        assertThat(new String(RegularFile.readAllBytes(file, 100_000), UTF_8)).contains("VmRSS");
        assertRefused(file, "is longer than the 1,000 bytes that are read");
    }

    @Test
    @Timeout(20)
    void readAllBytes_ofWhatIsNoFile_isRefusedWithoutOpeningIt() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/zero")), "needs the devices of Linux");
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertRefused(pipe, "is not a file but a pipe, a socket or a device");
        assertRefused(Path.of("/dev/zero"), "is not a file but a pipe, a socket or a device");
        assertRefused(
                Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/zero")),
                "is not a file but a pipe, a socket or a device");
        assertRefused(folder, "is a folder");
        assertRefused(folder.resolve("missing"), "there is no such file");
    }

    @Test
    void readAllBytes_byAnInterruptedThread_ends() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[10]);
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(ClosedByInterruptException.class)
                    .isThrownBy(() -> RegularFile.readAllBytes(file, 1000));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void readString_ofOtherBytesThanUtf8_isRefused() throws IOException {
        Path latin1 = Files.write(folder.resolve("file"), new byte[] {'J', (byte) 0xF6});

        assertThatExceptionOfType(CharacterCodingException.class)
                .isThrownBy(() -> RegularFile.readString(latin1))
                .satisfies(failure -> assertThat(RegularFile.reason(failure)).isEqualTo("must be UTF-8"));
        assertThat(RegularFile.readString(Files.writeString(latin1, "Jö"))).isEqualTo("Jö");
    }

    @Test
    void sha256_ofFile_isThatOfItsContent() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "a".repeat(1_000_000));

        assertThat(RegularFile.sha256(file)).isEqualTo(OF_MILLION_A);
    }

    private static void assertRefused(Path file, String reason) {
        assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> RegularFile.readAllBytes(file, 1000))
                .satisfies(failure -> assertThat(RegularFile.reason(failure)).isEqualTo(reason));
    }
}
