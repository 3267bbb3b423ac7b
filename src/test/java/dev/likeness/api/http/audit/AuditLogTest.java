package dev.likeness.api.http.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class AuditLogTest {
    private static final long SMALL = 1 << 10;

    @TempDir
    private Path temporary;

    private Path folder;

    @BeforeEach
    void setUp() {
        folder = temporary.resolve(".server");
    }

    private AuditLog audit(long fileBytes, long totalBytes) {
        return new AuditLog(folder, fileBytes, totalBytes, 30);
    }

    private static void write(AuditLog audit, int number) {
        audit.write("ann", "127.0.0.1", "search", "demo", Map.of("probes", number), 200, "request-" + number);
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneId.systemDefault());
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "audit*.jsonl")) {
            entries.forEach(files::add);
        }
        return files;
    }

    private List<Integer> numbers() throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (Path file : files()) {
            for (String line : Files.readAllLines(file)) {
                numbers.add(
                        JsonMapper.shared().readTree(line).at("/details/probes").asInt());
            }
        }
        return numbers;
    }

    @Test
    void write_twice_isALineOfJsonEach() throws IOException {
        try (AuditLog audit = audit(SMALL, SMALL)) {
            write(audit, 1);
            audit.write("bob", "127.0.0.1", "deleteGallery", null, Map.of(), 204, "r2");
        }

        List<String> lines = Files.readAllLines(folder.resolve("audit.jsonl"));
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst())
                .matches("\\{\"time\":\"[0-9T:.-]+Z\",\"principal\":\"ann\",\"source\":\"127.0.0.1\","
                        + "\"operation\":\"search\",\"gallery\":\"demo\","
                        + "\"details\":\\{\"probes\":1},\"status\":200,\"requestId\":\"request-1\"}");
        assertThat(lines.getLast()).contains("\"principal\":\"bob\"").doesNotContain("gallery\":");
    }

    @Test
    void write_afterRestart_continuesTheFile() throws IOException {
        try (AuditLog audit = audit(1 << 20, 1 << 20)) {
            write(audit, 1);
        }
        try (AuditLog audit = audit(1 << 20, 1 << 20)) {
            write(audit, 2);
        }

        assertThat(Files.readAllLines(folder.resolve("audit.jsonl"))).hasSize(2);
        assertThat(files()).hasSize(1);
    }

    @Test
    void write_beyondFileSize_beginsNewFilesAndLosesNoLine() throws IOException {
        try (AuditLog audit = audit(SMALL, 1 << 20)) {
            for (int i = 0; i < 40; i++) {
                write(audit, i);
            }
        }

        assertThat(files()).hasSizeGreaterThan(4).allMatch(file -> {
            try {
                // A file is closed by the first line that comes when it is full.
                return Files.size(file) < 2 * SMALL;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(numbers()).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void write_beyondFileSize_keepsEveryFileItsOwners() throws IOException {
        try (AuditLog audit = audit(SMALL, 1 << 20)) {
            for (int i = 0; i < 40; i++) {
                write(audit, i);
            }
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        for (Path file : files()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void write_nextDay_beginsANewFileNamedByTheDay() throws IOException {
        try (AuditLog audit = audit(1 << 20, 1 << 20)) {
            write(audit, 1);
        }
        Path file = folder.resolve("audit.jsonl");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(1))));

        try (AuditLog audit = audit(1 << 20, 1 << 20)) {
            write(audit, 2);
        }

        assertThat(Files.readAllLines(file)).hasSize(1);
        assertThat(folder.resolve("audit.%s.0.jsonl".formatted(today().minusDays(1))))
                .exists();
    }

    @Test
    void write_afterTheClockJumpedBack_losesNoLine() throws IOException {
        try (AuditLog audit = audit(1 << 20, 1 << 20)) {
            write(audit, 1);
        }
        Files.setLastModifiedTime(
                folder.resolve("audit.jsonl"), FileTime.from(Instant.now().plus(Duration.ofDays(2))));

        try (AuditLog audit = audit(1 << 20, 1 << 20)) {
            write(audit, 2);
            write(audit, 3);
        }

        assertThat(numbers()).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void start_withFilesOlderThanTheDays_deletesThem() throws IOException {
        Files.createDirectories(folder);
        Path old = Files.writeString(folder.resolve("audit.%s.0.jsonl".formatted(today().minusDays(40))), "{}\n");
        Path recent = Files.writeString(folder.resolve("audit.%s.0.jsonl".formatted(today().minusDays(20))), "{}\n");

        audit(SMALL, SMALL).close();

        assertThat(old).doesNotExist();
        assertThat(recent).exists();
    }

    @Test
    void start_withMoreThanTheTotal_deletesTheOldest() throws IOException {
        Files.createDirectories(folder);
        Path older =
                Files.writeString(folder.resolve("audit.%s.0.jsonl".formatted(today().minusDays(3))), "x".repeat(900));
        Path newer =
                Files.writeString(folder.resolve("audit.%s.0.jsonl".formatted(today().minusDays(2))), "x".repeat(900));

        audit(SMALL, SMALL).close();

        assertThat(older).doesNotExist();
        assertThat(newer).exists();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void write_afterAFailure_triesTheFileAgain() throws IOException {
        try (AuditLog audit = audit(SMALL, 1 << 20)) {
            write(audit, 1);
            Path away = temporary.resolve("away");
            Files.move(folder, away);
            // Full files cannot be moved, and the new one not be made.
            for (int i = 2; i < 20; i++) {
                write(audit, i);
            }
            Files.move(away, folder);
            write(audit, 100);
            write(audit, 101);
        }

        assertThat(numbers()).contains(1, 100, 101).doesNotHaveDuplicates();
    }
}
