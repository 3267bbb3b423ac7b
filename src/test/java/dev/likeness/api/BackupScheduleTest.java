package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.api.TestServer.Answer;
import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Backups that the server makes by itself.
class BackupScheduleTest {
    @TempDir
    private Path folder;

    @Test
    void schedule_ofASecond_backsUpAndKeepsTwo() throws IOException {
        try (TestServer server = start("1s")) {
            server.gallery(new int[] {1}, new int[] {2}).expect(201);
            await(() -> backups(server).size() == 2);
            // Backups are made while photos come.
            for (int photo = 10; photo < 20; photo++) {
                server.upload("/v1/galleries/test/photos", Map.of("p.jpg", SquareModels.photo(photo, photo % 5)))
                        .expect(201);
            }
            JsonNode first = backups(server).get(1);
            await(() -> !backups(server).toString().contains(first.get("backup").stringValue()));

            await(() -> isRestored(server));
            JsonNode gallery = server.get("/v1/galleries/test").expect(200).json();
            assertThat(Instant.parse(gallery.get("lastBackup").stringValue()))
                    .isAfter(Instant.now().minusSeconds(30));
            assertThat(server.get("/v1/jobs").text()).contains("\"kind\":\"backup\"");
            assertThat(server.get("/metrics").text()).contains("likeness_backup_failures 0");
            // The restored gallery is backed up, too.
            await(() -> server.get("/metrics").text().matches("(?s).*likeness_backup_age_seconds [0-9].*"));
        }
    }

    @Test
    void schedule_thatFails_isReportedAndTriedAgain() throws IOException {
        Path backups = Files.writeString(folder.resolve("backups"), "not a folder");
        try (TestServer server = start("1s")) {
            server.gallery(new int[] {1}).expect(201);
            await(() -> server.get("/metrics").text().matches("(?s).*likeness_backup_failures [1-9].*"));
            assertThat(server.get("/v1/galleries/test").json().get("lastBackup").isNull())
                    .isTrue();

            Files.delete(backups);

            await(() ->
                    !server.get("/v1/galleries/test").json().get("lastBackup").isNull());
        }
    }

    @Test
    void deletion_namesTheBackupsThatStillHoldIt() throws IOException {
        try (TestServer server = start("1h")) {
            server.gallery(new int[] {1}, new int[] {2}).expect(201);
            server.await(
                    server.post("/v1/galleries/test/backups", "").expect(202).text("/id"));
            String photo = server.get("/v1/galleries/test/photos").text("/photos/0/photo");

            Answer answer = server.delete("/v1/galleries/test/photos/" + photo).expect(202);
            JsonNode deleted = answer.json()
                    .at("/backups")
                    .valueStream()
                    .reduce((_, last) -> last)
                    .orElseThrow();
            JsonNode gallery =
                    server.delete("/v1/galleries/test").expect(200).json().at("/backups");

            assertThat(Duration.between(
                            Instant.parse(deleted.get("made").stringValue()),
                            Instant.parse(deleted.get("expires").stringValue())))
                    .isEqualTo(Duration.ofHours(2));
            assertThat(answer.header("Likeness-Backups"))
                    .endsWith("\"%s\";made=\"%s\";expires=\"%s\""
                            .formatted(
                                    deleted.get("backup").stringValue(),
                                    deleted.get("made").stringValue(),
                                    deleted.get("expires").stringValue()));
            assertThat(gallery.toString()).contains(deleted.get("backup").stringValue());
            assertThat(Files.readString(server.galleries().resolve(".tombstones.jsonl")))
                    .doesNotContain(photo, "test");
        }
    }

    @Test
    void secondServer_onTheSameGalleries_isRefused() {
        try (TestServer server = TestServer.start(folder)) {
            assertThatThrownBy(() -> TestServer.start(folder))
                    .isInstanceOf(LikenessException.class)
                    .hasMessage("another server is running on the galleries in %s; stop it, or serve other galleries"
                            .formatted(server.galleries()));
            server.get("/health").expect(200);
        }
        TestServer.start(folder).close();
    }

    /// Whether the latest backup could be restored and is sound; it may be removed before that.
    private static boolean isRestored(TestServer server) {
        String backup = backups(server).get(0).get("backup").stringValue();
        Answer started = server.post("/v1/backups/" + backup + "/restore", "{\"gallery\":\"copy\"}");
        if (started.status() != 202
                || !server.await(started.text("/id")).get("state").stringValue().equals("done")) {
            return false;
        }
        JsonNode checked = server.await(
                server.post("/v1/galleries/copy/check", "").expect(202).text("/id"));
        assertThat(checked.at("/result/sound").booleanValue()).as("%s", checked).isTrue();
        return true;
    }

    private TestServer start(String every) {
        return TestServer.start(
                folder,
                Map.of(
                        "backup.directory",
                        folder.resolve("backups").toString(),
                        "backup.every",
                        every,
                        "backup.keep",
                        2));
    }

    private static JsonNode backups(TestServer server) {
        return server.get("/v1/backups").expect(200).json().get("backups");
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
