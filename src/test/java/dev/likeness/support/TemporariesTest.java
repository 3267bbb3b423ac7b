package dev.likeness.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporariesTest {
    @TempDir
    private Path parent;

    @Test
    void below_leavesFoldersInUseAndDeletesTheOthers() throws IOException {
        Path left = Files.createDirectories(parent.resolve("left"));
        Files.writeString(left.resolve("file"), "x");
        Files.createFile(parent.resolve("left.lock"));
        try (Temporaries one = Temporaries.below(parent)) {
            Files.writeString(one.folder().resolve("file"), "x");
            try (Temporaries other = Temporaries.below(parent)) {
                assertThat(other.folder()).isEmptyDirectory();
            }

            assertThat(one.folder().resolve("file")).exists();
            assertThat(left).doesNotExist();
            assertThat(parent.resolve("left.lock")).doesNotExist();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one.folder())))
                    .isEqualTo("rwx------");
        }
        try (var entries = Files.list(parent)) {
            assertThat(entries).containsExactly(parent.resolve("guard"));
        }
    }
}
