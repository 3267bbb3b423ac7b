package dev.likeness.cli.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class FolderWatchTest {
    private static final Duration QUIET = Duration.ofMillis(400);

    @TempDir
    private Path folder;

    /// Stops after this time.
    private static BooleanSupplier after(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        return () -> System.nanoTime() > end;
    }

    @Test
    void awaitChange_withoutOne_endsWhenStopped() {
        try (FolderWatch watch = new FolderWatch(List.of(folder), QUIET)) {
            assertThat(watch.awaitChange(after(Duration.ofMillis(700)))).isFalse();
        }
    }

    @Test
    void awaitChange_onNewChangedAndDeletedFile_tellsEach() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("a/b"));
        try (FolderWatch watch = new FolderWatch(List.of(folder), QUIET)) {
            Path file = Files.writeString(deep.resolve("photo.jpg"), "one");
            assertThat(watch.awaitChange(() -> false)).isTrue();
            Files.writeString(file, "another");
            assertThat(watch.awaitChange(() -> false)).isTrue();
            Files.delete(file);
            assertThat(watch.awaitChange(() -> false)).isTrue();
            assertThat(watch.awaitChange(after(Duration.ofMillis(700)))).isFalse();
        }
    }

    @Test
    void awaitChange_inFolderMadeLater_tellsIt() throws IOException {
        try (FolderWatch watch = new FolderWatch(List.of(folder), QUIET)) {
            Path made = Files.createDirectories(folder.resolve("new/deeper"));
            assertThat(watch.awaitChange(() -> false)).isTrue();

            Files.writeString(made.resolve("photo.jpg"), "one");
            assertThat(watch.awaitChange(() -> false)).isTrue();
        }
    }

    @Test
    void awaitChange_whileAFileInANewFolderIsStillWritten_waits() throws Exception {
        try (FolderWatch watch = new FolderWatch(List.of(folder), QUIET)) {
            Path file = Files.createDirectory(folder.resolve("new")).resolve("photo.jpg");
            long[] lastWritten = new long[1];
            Thread copying = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 12; i++) {
                        Files.writeString(file, "x".repeat(i));
                        lastWritten[0] = System.nanoTime();
                        Thread.sleep(100);
                    }
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });

            boolean changed = watch.awaitChange(() -> false);
            long told = System.nanoTime();
            copying.join();

            assertThat(changed).isTrue();
            assertThat(told - lastWritten[0]).isGreaterThan(QUIET.toNanos() / 2);
        }
    }

    @Test
    void awaitChange_inEitherOfTwoFolders_tellsIt() throws IOException {
        Path one = Files.createDirectory(folder.resolve("one"));
        Path two = Files.createDirectory(folder.resolve("two"));
        try (FolderWatch watch = new FolderWatch(List.of(one, two), QUIET)) {
            Files.writeString(two.resolve("photo.jpg"), "one");
            assertThat(watch.awaitChange(() -> false)).isTrue();
            Files.writeString(one.resolve("photo.jpg"), "one");
            assertThat(watch.awaitChange(() -> false)).isTrue();
        }
    }

    @Test
    void of_singleFile_watchesNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("photo.jpg"), "one");
        try (FolderWatch watch = new FolderWatch(List.of(file), QUIET)) {
            Files.writeString(file, "another");

            assertThat(watch.awaitChange(after(Duration.ofMillis(700)))).isFalse();
        }
    }

    @Test
    void close_endsItsThread() {
        FolderWatch watch = new FolderWatch(List.of(folder), QUIET);
        assertThat(threads()).isPositive();

        watch.close();

        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (threads() > 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(threads()).isZero();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("folder-watch"))
                .count();
    }
}
