package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.likeness.api.SquareModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Real processes on machines with little memory, few open files, a full or read-only disk, or no folder for
/// temporary files: the work is done, or one sentence says why it is not, and the next run finishes it.
@DisabledOnOs(OS.WINDOWS)
@Timeout(180)
class SmallMachinesTest {
    private static final int PHOTOS = 12;

    @TempDir
    private Path folder;

    private Path photos;

    @BeforeEach
    void makePhotos() throws IOException {
        photos = Files.createDirectories(folder.resolve("photos"));
        for (int i = 0; i < PHOTOS; i++) {
            Files.write(photos.resolve(i + ".jpg"), SquareModels.photo(i, i % 3));
        }
    }

    private String[] ingest() {
        return new String[] {"ingest", photos.toString()};
    }

    private Shell.Result likeness(String... arguments) throws IOException {
        List<String> all = new java.util.ArrayList<>(List.of(arguments));
        all.add("--index=" + folder.resolve("index"));
        all.add("--models=" + SquareModels.in(folder.resolve("models")));
        if (arguments[0].equals("ingest")) {
            all.addAll(List.of(
                    "--detector=" + SquareModels.DETECTOR, "--embedder=" + SquareModels.EMBEDDER, "--device=cpu"));
        }
        return Shell.run(all.toArray(new String[0]));
    }

    private void assertWhole() throws IOException {
        Shell.Result check = likeness("gallery", "check");
        assertThat(check.status()).as(check.errors().toString()).isZero();
        assertThat(likeness("gallery", "info", "--json").output().getFirst())
                .contains("\"photos\":" + PHOTOS, "\"faces\":" + PHOTOS);
    }

    /// One sentence, and neither a stack trace nor the words of a defect.
    private static void assertRefusedInOneSentence(Shell.Result result, String words) {
        assertThat(result.status()).as(result.errors().toString()).isIn(1, 2);
        assertThat(result.errors().stream().filter(line -> line.startsWith("likeness: ")))
                .hasSize(1)
                .first()
                .asString()
                .contains(words);
        assertThat(result.errors()).noneMatch(line -> line.startsWith("\tat ") || line.contains("internal error"));
    }

    @Test
    void ingest_withLittleMemoryAndFewOpenFiles_isDone() throws Exception {
        Shell.Result result =
                new ChildCommand(folder).with("-Xmx128m").withOpenFiles(64).run(ingest());

        assertThat(result.status()).as(result.output().toString()).isZero();
        assertWhole();
    }

    @Test
    void ingest_withoutAFolderForTemporaryFiles_saysSo() throws Exception {
        Shell.Result result = new ChildCommand(folder)
                .with("-Djava.io.tmpdir=" + folder.resolve("none"))
                .with("-Donnxruntime.native.path=")
                .run(ingest());

        assertRefusedInOneSentence(result, "java.io.tmpdir");
        assertThat(likeness(ingest()).status()).isZero();
        assertWhole();
    }

    @Test
    void twoIngests_ofOneGallery_areDoneOneAfterTheOtherOrTheSecondIsRefused() throws Exception {
        Process first = new ChildCommand(folder).start(ingest());
        Process second = new ChildCommand(folder).start(ingest());
        List<Shell.Result> results = List.of(ChildCommand.end(first), ChildCommand.end(second));

        assertThat(results).anyMatch(result -> result.status() == 0);
        for (Shell.Result result : results) {
            if (result.status() != 0) {
                assertRefusedInOneSentence(result, "writer");
            }
        }
        assertWhole();
    }

    @Test
    void ingest_onAFullOrReadOnlyDisk_saysSoAndIsDoneWhenThereIsRoom() throws Exception {
        Path index = Files.createDirectories(folder.resolve("index"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", index.toString()),
                "skipped: a file system of a certain size cannot be mounted here");
        try {
            assertRefusedInOneSentence(new ChildCommand(folder).run(ingest()), "No space left on device");

            assumeTrue(run("mount", "-o", "remount,size=20m", index.toString()), "skipped: cannot be mounted again");
            assertThat(likeness(ingest()).status()).isZero();
            assertWhole();

            assumeTrue(run("mount", "-o", "remount,ro", index.toString()), "skipped: cannot be mounted again");
            assertRefusedInOneSentence(likeness("cluster"), "Read-only file system");
            assertRefusedInOneSentence(likeness("gallery", "delete", "--yes"), "Read-only file system");
            assertThat(likeness("people").status()).isZero();
            Process server = new ChildCommand(folder).start("serve", "--port=0");
            assertRefusedInOneSentence(ChildCommand.end(server), "Read-only file system");
            assertWhole();
        } finally {
            run("umount", index.toString());
        }
    }

    /// As far as files tell: all that there is was written tomorrow.
    @Test
    void edits_afterTheClockJumpedBack_areDoneAndUndoneInTheirOrder() throws IOException {
        assertThat(likeness(ingest()).status()).isZero();
        FileTime tomorrow = FileTime.from(Instant.now().plus(Duration.ofDays(1)));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, tomorrow);
            }
        }
        Files.write(photos.resolve("0.jpg"), SquareModels.photo(0, 0));

        assertThat(likeness(ingest()).output()).anyMatch(line -> line.contains("%d known already".formatted(PHOTOS)));
        String face = photos.resolve("0.jpg") + "#0";
        assertThat(likeness("people", "split", face, "--name", "Ann").status()).isZero();
        assertThat(likeness("people", "name", "Ann", "Bob").status()).isZero();
        assertThat(likeness("people", "undo").status()).isZero();
        assertThat(likeness("people").output().toString()).contains("Ann").doesNotContain("Bob");
        assertWhole();
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            // There is no such program.
            return false;
        }
    }
}
