package dev.likeness.api.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.api.http.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepeatedRequestsTest {
    private static final int MAX = 10;

    @TempDir
    private Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final AtomicInteger done = new AtomicInteger();
    private RepeatedRequests requests;

    @BeforeEach
    void restart() {
        requests = new RepeatedRequests(new AnswerFiles(folder.resolve("answers"), MAX, now::get));
    }

    private String send(String key, String fingerprint) {
        return text(requests.once(key, fingerprint, "gallery", () -> reply(String.valueOf(done.incrementAndGet()))));
    }

    private static Reply.Bytes reply(String text) {
        return new Reply.Bytes(
                201, text.getBytes(StandardCharsets.UTF_8), "application/json", Map.of("Location", "/v1/x"));
    }

    private static String text(RepeatedRequests.Result result) {
        return switch (result) {
            case RepeatedRequests.First(Reply.Bytes answer) -> "first " + text(answer);
            case RepeatedRequests.Repeated(Reply.Bytes answer) -> "repeated " + text(answer);
            case RepeatedRequests.InFlight() -> "in flight";
            case RepeatedRequests.Different() -> "different";
        };
    }

    private static String text(Reply.Bytes answer) {
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.type()).isEqualTo("application/json");
        assertThat(answer.headers()).containsExactly(Map.entry("Location", "/v1/x"));
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("answers"))) {
            return files.toList();
        }
    }

    @Test
    void once_again_isAnsweredAsBefore() {
        assertThat(send("a", "body")).isEqualTo("first 1");
        assertThat(send("a", "body")).isEqualTo("repeated 1");
        assertThat(send("b", "body")).isEqualTo("first 2");
    }

    @Test
    void once_againAfterARestart_isAnsweredAsBefore() {
        send("a", "body");

        restart();

        assertThat(send("a", "body")).isEqualTo("repeated 1");
        assertThat(send("a", "another")).isEqualTo("different");
        assertThat(done).hasValue(1);
    }

    @Test
    void once_withAnotherRequest_isDifferent() {
        send("a", "body");

        assertThat(send("a", "another")).isEqualTo("different");
        assertThat(done).hasValue(1);
    }

    @Test
    void once_inAnotherGalleryOfTheSameName_isDoneAgain() {
        send("a", "body");

        assertThat(text(requests.once("a", "body", "later gallery", () -> reply("new"))))
                .isEqualTo("first new");
        assertThat(text(requests.once("a", "body", "later gallery", () -> reply("newer"))))
                .isEqualTo("repeated new");
    }

    @Test
    void once_afterFailure_isDone() {
        assertThatThrownBy(() -> requests.once("a", "body", "gallery", () -> {
                    throw new IOException("disk on fire");
                }))
                .hasMessage("disk on fire");

        assertThat(send("a", "body")).isEqualTo("first 1");
    }

    @Test
    void once_afterADay_isDoneAgain() throws IOException {
        send("a", "body");

        now.updateAndGet(time -> time.plus(Duration.ofHours(23)));
        restart();
        assertThat(send("a", "body")).isEqualTo("repeated 1");
        now.updateAndGet(time -> time.plus(Duration.ofHours(2)));
        requests.prune();
        assertThat(files()).isEmpty();
        assertThat(send("a", "body")).isEqualTo("first 2");
    }

    @Test
    void once_onMoreKeysThanAreKept_forgetsTheOldest() throws IOException {
        for (int i = 0; i < 20 * MAX; i++) {
            now.updateAndGet(time -> time.plusMillis(10));
            send("key" + i, "body");
        }

        assertThat(files()).hasSizeLessThanOrEqualTo(MAX);
        assertThat(send("key" + (20 * MAX - 1), "body")).startsWith("repeated");
    }

    @Test
    void once_inFlight_isRememberedHoweverManyOthersComeAndHoweverLongItTakes() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<RepeatedRequests.Result> first = thread.submit(() -> requests.once("slow", "body", "gallery", () -> {
                begun.countDown();
                end.await();
                return reply("77");
            }));
            begun.await();
            for (int i = 0; i < 20 * MAX; i++) {
                send("key" + i, "body");
            }
            now.updateAndGet(time -> time.plus(Duration.ofDays(100)));

            String again = send("slow", "body");
            String another = send("slow", "another");
            end.countDown();

            assertThat(again).isEqualTo("in flight");
            assertThat(another).isEqualTo("different");
            assertThat(text(first.get())).isEqualTo("first 77");
            assertThat(send("slow", "body")).isEqualTo("repeated 77");
        }
    }

    @Test
    void answer_onDisk_tellsNothingToWhoDoesNotKnowItsKey() throws IOException {
        requests.once("key of Ann", "body of Ann", "gallery of Ann", () -> reply("Ann Lee"));

        assertThat(files()).hasSize(1);
        Path file = files().getFirst();
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .doesNotContain("Ann")
                .doesNotContain("application");
        assertThat(file.getFileName().toString()).doesNotContain("Ann");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("answers"))))
                .isEqualTo("rwx------");
    }

    @Test
    void answer_thatIsDamaged_isTakenAsNone() throws IOException {
        send("a", "body");
        Path file = files().getFirst();
        byte[] bytes = Files.readAllBytes(file);
        bytes[20] ^= 1;
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, FileTime.from(now.get()));

        assertThat(send("a", "body")).isEqualTo("first 2");
        Files.write(file, new byte[3]);
        assertThat(send("a", "body")).isEqualTo("first 3");
    }

    @Test
    void answer_storedBeforeTheClockWasSetBack_isKeptForADayMore() throws IOException {
        send("a", "body");
        now.updateAndGet(time -> time.minus(Duration.ofDays(4000)));
        restart();
        assertThat(send("a", "body")).isEqualTo("repeated 1");

        now.updateAndGet(time -> time.plus(Duration.ofHours(25)));
        restart();

        assertThat(files()).isEmpty();
        assertThat(send("a", "body")).isEqualTo("first 2");
    }
}
