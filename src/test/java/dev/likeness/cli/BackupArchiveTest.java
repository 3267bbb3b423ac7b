package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.TestServer;
import dev.likeness.cli.Shell.Result;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Backups that were downloaded as a ZIP file, at the command line: verified, and restored under another name.
class BackupArchiveTest {
    @TempDir
    private Path folder;

    private Path backup = Path.of("");

    @BeforeEach
    void makeGallery() throws IOException {
        backup = folder.resolve("test.zip");
        try (TestServer server = TestServer.start(folder)) {
            server.gallery(new int[] {1}, new int[] {2}).expect(201);
            Files.write(
                    backup, server.get("/v1/galleries/test/backup").expect(200).bytes());
        }
    }

    @Test
    void archive_restoredUnderAnotherName_isTheSameGallery() throws IOException {
        Result verified = likeness("other", "gallery", "verify-backup", backup.toString());
        Result restored = likeness("copy", "gallery", "restore", backup.toString());

        assertThat(verified.output()).singleElement().asString().startsWith("The backup is whole: gallery test of ");
        assertThat(restored.output()).containsExactly("Restored gallery copy: 2 photos, 2 faces, 0 people");
        assertThat(likeness("copy", "export", "--vectors").output())
                .isEqualTo(likeness("test", "export", "--vectors").output());
        try (Stream<Path> left = Files.list(folder.resolve("index"))) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .doesNotContain("other")
                    .allMatch(name -> !name.startsWith(".copy-"));
        }
    }

    @Test
    void restore_intoAnExistingGallery_isRefused() {
        Result refused = likeness("test", "gallery", "restore", backup.toString());

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.errors()).contains("likeness: gallery test exists already");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void verify_flippedOrTruncatedBackup_isRefused(int seed) throws IOException {
        byte[] bytes = Files.readAllBytes(backup);
        var random = new Random(seed);
        if (seed % 2 == 0) {
            Files.write(backup, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
        } else {
            // Flips a bit of the content of an entry; those of names and times in the ZIP itself do not matter.
            byte[] name = "generation-1/segments_".getBytes(StandardCharsets.UTF_8);
            bytes[indexOf(bytes, name) + name.length + 8 + random.nextInt(20)] ^= 4;
            Files.write(backup, bytes);
        }

        for (String command : List.of("verify-backup", "restore")) {
            Result refused = likeness("copy", "gallery", command, backup.toString());

            assertThat(refused.status()).as("%s", refused).isEqualTo(2);
            assertThat(refused.errors().getFirst()).startsWith("likeness: a backup must ");
        }
        assertThat(folder.resolve("index/copy")).doesNotExist();
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int at = 0; at + part.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        throw new AssertionError("not found");
    }

    @Test
    void verify_entriesThatAreMissingAddedOrExchanged_isRefused() throws IOException {
        Map<String, byte[]> entries = entries(backup);
        for (String name : entries.keySet()) {
            Map<String, byte[]> missing = new TreeMap<>(entries);
            missing.remove(name);
            assertRefused(missing, name + " is missing");
            Map<String, byte[]> exchanged = new TreeMap<>(entries);
            exchanged.put(name, entries.get(name.equals("CURRENT") ? "manifest.json" : "CURRENT"));
            assertRefused(exchanged, name + " is exchanged");
        }
        Map<String, byte[]> added = new TreeMap<>(entries);
        added.put("generation-1/_9.cfs", new byte[9]);
        assertRefused(added, "a file is added");
        Map<String, byte[]> outside = new TreeMap<>(entries);
        outside.put("../outside", new byte[9]);
        assertRefused(outside, "a file is outside");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "{\"files\":",
                "{\"format\":1,\"files\":[{",
                "\"",
                "{\"format\":1,\"gallery\":\"a\",\"created\":\"2026-01-01T00:00:00Z\",\"files\":[{}]}"
            })
    void verify_hugeOrDeepManifest_isRefusedAtOnce(String begin) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>(entries(backup));
        entries.put("manifest.json", begin.repeat(200_000).getBytes(StandardCharsets.UTF_8));
        long start = System.nanoTime();

        assertRefused(entries, begin);

        assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
    }

    private void assertRefused(Map<String, byte[]> entries, String why) throws IOException {
        Path changed = folder.resolve("changed.zip");
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        Files.write(changed, bytes.toByteArray());

        Result refused = likeness("copy", "gallery", "verify-backup", changed.toString());

        assertThat(refused.status()).as("%s: %s", why, refused).isEqualTo(2);
        assertThat(refused.errors().getFirst()).as(why).startsWith("likeness: a backup must ");
    }

    private static Map<String, byte[]> entries(Path zip) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(zip)))) {
            ZipEntry entry;
            while ((entry = in.getNextEntry()) != null) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    private Result likeness(String gallery, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--gallery=" + gallery, "--index=" + folder.resolve("index"), "--models=" + folder.resolve("models")));
        return Shell.run(all.toArray(String[]::new));
    }
}
