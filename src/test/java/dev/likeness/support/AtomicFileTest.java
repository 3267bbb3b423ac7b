package dev.likeness.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    private Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void write_withoutFile_createsItAndNothingElse() throws IOException {
        Path file = folder.resolve("file");

        AtomicFile.write(file, bytes("new"));

        assertThat(file).hasContent("new");
        assertThat(folder.toFile().list()).containsExactly("file");
    }

    @Test
    void write_overFile_replacesItAndLeavesNothingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "a longer content than the next");

        AtomicFile.write(file, bytes("new"));

        assertThat(file).hasContent("new");
        assertThat(folder.toFile().list()).containsExactly("file");
    }

    @Test
    void write_whoseContentFails_leavesTheFileAsItWas() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");

        assertThatThrownBy(() -> AtomicFile.write(file, stream -> {
                    stream.write(bytes("half"));
                    throw new IOException("disk on fire");
                }))
                .hasMessage("disk on fire");

        assertThat(file).hasContent("old");
        assertThat(folder.toFile().list()).containsExactly("file");
    }

    @Test
    void write_inMissingFolder_isRefused() {
        Path file = folder.resolve("missing/file");

        assertThatThrownBy(() -> AtomicFile.write(file, bytes("new"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void write_overFile_keepsItsPermissions() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        AtomicFile.write(file, bytes("new"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void write_withPermissions_setsThemFromTheFirstByteOn() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        List<String> whileWritten = new ArrayList<>();

        AtomicFile.write(
                file,
                stream -> {
                    stream.write(bytes("new"));
                    try (var entries = Files.newDirectoryStream(folder, ".likeness-*")) {
                        for (Path entry : entries) {
                            whileWritten.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(entry)));
                        }
                    }
                },
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));

        assertThat(whileWritten).containsExactly("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void write_throughLink_replacesWhatItPointsTo() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);

        AtomicFile.write(link, bytes("new"));

        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
    }

    @Test
    void deleteUnfinished_afterKill_deletesThatOfTheFileOnly() throws IOException {
        Path file = folder.resolve("file");
        Path other = folder.resolve("other");
        List<Path> unfinished = new ArrayList<>();
        for (Path one : List.of(file, other)) {
            AtomicFile.write(one, stream -> {
                try (var entries = Files.newDirectoryStream(folder, ".likeness-*.tmp")) {
                    for (Path entry : entries) {
                        unfinished.add(entry);
                    }
                }
            });
        }
        for (Path left : unfinished) {
            Files.writeString(left, "half");
        }

        AtomicFile.deleteUnfinished(file);

        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder(
                        "file", "other", unfinished.getLast().getFileName().toString());
    }

    @Test
    void write_toNameAsLongAsAllowed_succeeds() throws IOException {
        Path file = folder.resolve("n".repeat(255));

        AtomicFile.write(file, bytes("new"));

        assertThat(file).hasContent("new");
    }

    @Test
    void write_byManyAtOnce_leavesOneContentComplete() throws Exception {
        Path file = folder.resolve("file");
        List<String> contents = List.of("a".repeat(200_000), "b".repeat(100_000), "c".repeat(300_000));

        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writes = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                String content = contents.get(i % contents.size());
                writes.add(writers.submit(() -> {
                    AtomicFile.write(file, bytes(content));
                    return null;
                }));
            }
            for (Future<?> write : writes) {
                write.get();
            }
        }

        assertThat(Files.readString(file)).isIn(contents);
        assertThat(folder.toFile().list()).containsExactly("file");
    }

    @Test
    void move_overFile_replacesIt() throws IOException {
        Path from = Files.writeString(folder.resolve("from"), "new");
        Path to = Files.writeString(folder.resolve("to"), "old");

        AtomicFile.move(from, to);

        assertThat(to).hasContent("new");
        assertThat(from).doesNotExist();
    }

    @Test
    void move_ofFolder_takesItsFilesAlong() throws IOException {
        Path from = Files.createDirectory(folder.resolve("from"));
        Files.writeString(from.resolve("file"), "content");

        AtomicFile.move(from, folder.resolve("to"));

        assertThat(folder.resolve("to/file")).hasContent("content");
        assertThat(from).doesNotExist();
    }
}
