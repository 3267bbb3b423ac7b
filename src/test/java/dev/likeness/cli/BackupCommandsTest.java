package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.SquareModels;
import dev.likeness.api.TestServer;
import dev.likeness.cli.Shell.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Backups in a folder, at the command line: made, verified, removed, and restored under another name.
class BackupCommandsTest {
    private static final String SECRET = "correct horse battery staple";

    @TempDir
    private Path folder;

    private Path backups = Path.of("");
    private Path secret = Path.of("");

    @BeforeEach
    void makeGallery() throws IOException {
        backups = folder.resolve("backups");
        secret = Files.writeString(folder.resolve("secret"), SECRET + "\n");
        try (TestServer server = TestServer.start(folder)) {
            server.gallery(new int[] {1}, new int[] {2}).expect(201);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void backup_restoredUnderAnotherName_isTheSameGallery(boolean encrypted) throws IOException {
        Result written = backup(encrypted);
        Result verified = likeness("other", with(encrypted, "gallery", "verify-backup", backups.toString()));
        Result restored = likeness("copy", with(encrypted, "gallery", "restore", backups.toString()));

        assertThat(written.status()).as("%s", written).isZero();
        assertThat(written.output().getFirst())
                .contains(" gallery test of ", "2 photos, 2 faces, 0 people")
                .endsWith((encrypted ? ", encrypted in " : " MB in ") + backups);
        assertThat(verified.output())
                .as("%s", verified)
                .singleElement()
                .asString()
                .matches("The backup is whole: .*, gallery test of .*");
        assertThat(restored.output())
                .as("%s", restored)
                .containsExactly("Restored gallery copy: 2 photos, 2 faces, 0 people");
        assertThat(likeness("copy", "export", "--vectors").output())
                .isEqualTo(likeness("test", "export", "--vectors").output());
        try (Stream<Path> files = Files.walk(backups)) {
            assertThat(files)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------"));
        }
    }

    @Test
    void backup_withUploadedPhotos_restoresThem() throws IOException {
        byte[] photo = SquareModels.photo(7, 3);
        String id;
        try (TestServer server = TestServer.start(folder)) {
            id = server.upload("/v1/galleries/test/photos?keep=true", Map.of("ann.jpg", photo))
                    .expect(201)
                    .text("/photos/0/photo/photo");
        }

        assertThat(backup(true).status()).isZero();
        assertThat(likeness("test", "gallery", "delete", "--yes").status()).isZero();
        Result restored = likeness("copy", with(true, "gallery", "restore", "--include-deleted", backups.toString()));

        assertThat(restored.status()).as("%s", restored).isZero();
        try (TestServer server = TestServer.start(folder)) {
            assertThat(server.get("/v1/galleries/copy/photos/" + id + "/original")
                            .expect(200)
                            .bytes())
                    .isEqualTo(photo);
        }
        assertThat(contains(backups, photo)).isFalse();
    }

    @Test
    void backup_ofAnUnchangedGallery_copiesNoFile() throws IOException {
        assertThat(backup(true).status()).isZero();
        Map<String, byte[]> before = files();

        Result again = backup(true);

        assertThat(again.output().getLast()).isEqualTo("0 files copied, 0.0 MB");
        Map<String, byte[]> after = files();
        after.keySet().removeAll(before.keySet());
        assertThat(after.keySet()).singleElement().asString().startsWith("backups/test/");
    }

    @Test
    void backup_keepingTwo_removesWhatNoOtherNeeds() throws IOException {
        for (int i = 0; i < 4; i++) {
            assertThat(likeness("test", "gallery", "backup", backups.toString(), "--keep=2")
                            .status())
                    .isZero();
            try (TestServer server = TestServer.start(folder)) {
                server.upload("/v1/galleries/test/photos", Map.of("p" + i + ".jpg", SquareModels.photo(i + 10, i)))
                        .expect(201);
            }
        }
        Files.writeString(backups.resolve("notes.txt"), "mine");
        Path foreign = Files.writeString(backups.resolve("objects/notes.txt"), "mine");

        Result refused = likeness("test", "gallery", "verify-backup", backups.toString());
        Files.delete(foreign);
        Result verified = likeness("test", "gallery", "verify-backup", backups.toString());

        assertThat(refused.errors().getFirst())
                .isEqualTo("likeness: a backup must be whole: %s is no file that a backup made; move it elsewhere"
                        .formatted(foreign));
        assertThat(verified.output()).as("%s", verified).hasSize(2);
        assertThat(backups.resolve("notes.txt")).hasContent("mine");
        String last = likeness("test", "gallery", "backup", backups.toString(), "--keep=1", "--json")
                .output()
                .getFirst();
        long files = JsonMapper.shared().readTree(last).at("/backup/files").longValue();
        assertThat(files().keySet().stream()
                        .filter(name -> name.startsWith("objects/"))
                        .count())
                .isLessThanOrEqualTo(files);
    }

    @Test
    void restore_withTheWrongPassphrase_isRefused() throws IOException {
        assertThat(backup(true).status()).isZero();
        Path wrong = Files.writeString(folder.resolve("wrong"), "another horse battery staple");

        Result refused = likeness("copy", "gallery", "restore", backups.toString(), "--passphrase-file=" + wrong);
        Result without = likeness("copy", "gallery", "restore", backups.toString());
        Files.writeString(wrong, "wrong");
        Result brief = likeness("copy", "gallery", "restore", backups.toString(), "--passphrase-file=" + wrong);

        assertThat(brief.errors()).isEqualTo(refused.errors());
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.errors().getFirst())
                .isEqualTo("likeness: this is not the pass phrase of the backups in " + backups);
        assertThat(without.errors().getFirst()).startsWith("likeness: the pass phrase of the backups must be given");
        assertThat(folder.resolve("index/copy")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"false,1", "true,4"})
    void restore_ofChangedFiles_isRefused(boolean encrypted, int seed) throws IOException {
        assertThat(backup(encrypted).status()).isZero();
        Random random = new Random(seed);
        Map<String, byte[]> whole = files();
        int smallest = whole.entrySet().stream()
                .filter(file -> file.getKey().startsWith("objects/"))
                .mapToInt(file -> file.getValue().length)
                .min()
                .orElseThrow();
        for (Map.Entry<String, byte[]> entry : whole.entrySet()) {
            Path file = backups.resolve(entry.getKey());
            byte[] bytes = entry.getValue();
            boolean isHeader = entry.getKey().endsWith(".json");
            // CURRENT is the same in every backup.
            boolean isNeeded = !isHeader && bytes.length != smallest;
            // The pass phrase makes each try slow.
            boolean isTried = isHeader || !entry.getKey().matches("objects/[2-9a-f].*");
            if (encrypted && !isTried) {
                continue;
            }
            String why = entry.getKey();
            byte[] changed = bytes.clone();
            changed[random.nextInt(bytes.length)] ^= 4;
            Files.write(file, changed);
            assertRefused(encrypted, isNeeded, isHeader, "flipped " + why);
            Files.write(file, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
            assertRefused(encrypted, isNeeded, isHeader, "truncated " + why);
            Files.delete(file);
            assertRefused(encrypted, isNeeded, isHeader, "missing " + why);
            Files.write(file, bytes);
        }
        assertThat(likeness("copy", with(encrypted, "gallery", "restore", backups.toString()))
                        .status())
                .isZero();
    }

    @Test
    void backup_overADamagedFile_writesItAgain() throws IOException {
        assertThat(backup(false).status()).isZero();
        String largest = files().entrySet().stream()
                .filter(file -> file.getKey().startsWith("objects/"))
                .max((one, other) -> Integer.compare(one.getValue().length, other.getValue().length))
                .orElseThrow()
                .getKey();
        byte[] bytes = Files.readAllBytes(backups.resolve(largest));
        bytes[bytes.length / 2] ^= 1;
        Files.write(backups.resolve(largest), bytes);

        assertThat(backup(false).output().getLast()).startsWith("1 file copied");

        assertThat(likeness("test", "gallery", "verify-backup", backups.toString())
                        .output())
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"likeness-backups.json", "likeness-backups.copy.json"})
    void verify_withOneOfTheTwoFilesOfTheFolderDamaged_saysSoAndFails(String name) throws IOException {
        assertThat(backup(false).status()).isZero();
        Path file = backups.resolve(name);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));

        Result verified = likeness("test", "gallery", "verify-backup", backups.toString());

        assertThat(verified.status()).isEqualTo(2);
        assertThat(verified.errors())
                .singleElement()
                .asString()
                .startsWith("likeness: both files that a folder of backups begins with must be whole: " + file)
                .endsWith(" is used. The backup is whole, and the next one writes it again");
        assertThat(backup(false).status()).isZero();
        assertThat(file).hasBinaryContent(whole);
        assertThat(likeness("test", "gallery", "verify-backup", backups.toString())
                        .status())
                .isZero();
    }

    @Test
    void backup_intoAFolderWithOtherFiles_isRefused() throws IOException {
        Files.createDirectories(backups);
        Files.writeString(backups.resolve("mine"), "mine");

        Result refused = backup(false);

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.errors())
                .contains("likeness: backups must have a folder of their own, a new or an empty one, got: " + backups);
        assertThat(files()).containsOnlyKeys("mine");
    }

    @Test
    void backup_ofADamagedGallery_isRefused() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("index/test"))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".cfs")).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 3] ^= 1;
                Files.write(file, bytes);
            }
        }

        Result refused = backup(false);

        assertThat(refused.status()).isNotZero();
        assertThat(backups).doesNotExist();
    }

    @Test
    void restore_afterDeletions_doesNotBringThemBack() throws IOException {
        assertThat(backup(false).status()).isZero();
        try (TestServer server = TestServer.start(folder)) {
            String photo = server.get("/v1/galleries/test/photos").text("/photos/0/photo");
            server.await(server.delete("/v1/galleries/test/photos/" + photo)
                    .expect(202)
                    .text("/job"));
        }

        Result restored = likeness("copy", "gallery", "restore", backups.toString());
        Result all = likeness("all", "gallery", "restore", backups.toString(), "--include-deleted");

        assertThat(restored.output())
                .containsExactly(
                        "Restored gallery copy: 1 photo, 1 face, 0 people",
                        "Left out, because it was deleted after the backup: 1 photo, 1 face, 0 people");
        assertThat(all.output()).containsExactly("Restored gallery all: 2 photos, 2 faces, 0 people");
    }

    @Test
    void restore_onAnotherMachineAfterDeletions_knowsThemFromLaterBackups() throws IOException {
        assertThat(backup(false).status()).isZero();
        try (TestServer server = TestServer.start(folder)) {
            String photo = server.get("/v1/galleries/test/photos").text("/photos/0/photo");
            server.await(server.delete("/v1/galleries/test/photos/" + photo)
                    .expect(202)
                    .text("/job"));
        }
        assertThat(backup(false).status()).isZero();
        String first;
        try (Stream<Path> made = Files.list(backups.resolve("backups/test"))) {
            first = made.map(path -> path.getFileName().toString())
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
        Files.move(folder.resolve("index"), folder.resolve("lost"));

        Result restored = likeness("copy", "gallery", "restore", backups.toString(), "--backup=" + first);

        assertThat(restored.output())
                .as("%s", restored)
                .hasSize(3)
                .startsWith(
                        "Restored gallery copy: 1 photo, 1 face, 0 people",
                        "Left out, because it was deleted after the backup: 1 photo, 1 face, 0 people")
                .last()
                .asString()
                .startsWith("Not known here is what was deleted after 20")
                .endsWith(
                        "Z. It is recorded in .tombstones.jsonl beside the galleries of which the backup was made, and in"
                                + " their later backups.");
    }

    @Test
    void restore_ofADeletedGallery_needsAnExplicitWord() throws IOException {
        assertThat(backup(false).status()).isZero();
        Result deleted = likeness("test", "gallery", "delete", "--yes");

        Result refused = likeness("test", "gallery", "restore", backups.toString());
        Result restored = likeness("test", "gallery", "restore", backups.toString(), "--include-deleted");

        assertThat(deleted.errors()).anyMatch(line -> line.contains("still holds it"));
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.errors().getFirst()).contains("was deleted at");
        assertThat(restored.output()).containsExactly("Restored gallery test: 2 photos, 2 faces, 0 people");
    }

    /// Damage to what one backup needs is refused; other damage is told, and the backup can be restored.
    private void assertRefused(boolean encrypted, boolean isNeeded, boolean isHeader, String why) {
        if (!isNeeded) {
            Result restored = likeness("copy", with(encrypted, "gallery", "restore", backups.toString()));
            assertThat(restored.status()).as("%s: %s", why, restored).isZero();
            if (isHeader) {
                assertThat(restored.errors()).as(why).anyMatch(line -> line.endsWith(" has the same and is used"));
            }
            likeness("copy", "gallery", "delete", "--yes");
            return;
        }
        if (!encrypted) {
            Result verified = likeness("copy", "gallery", "verify-backup", backups.toString());
            assertThat(verified.status()).as("%s: %s", why, verified).isEqualTo(2);
        }
        Result restored = likeness("copy", with(encrypted, "gallery", "restore", backups.toString()));
        assertThat(restored.status()).as("%s: %s", why, restored).isEqualTo(2);
        assertThat(restored.errors().getFirst())
                .as(why)
                .containsAnyOf("a backup must be whole: ", "backups must be a folder", "there is no backup");
        assertThat(folder.resolve("index/copy")).as(why).doesNotExist();
    }

    private Result backup(boolean encrypted) {
        return likeness("test", with(encrypted, "gallery", "backup", backups.toString()));
    }

    private String[] with(boolean encrypted, String... arguments) {
        return encrypted
                ? Stream.concat(Stream.of(arguments), Stream.of("--passphrase-file=" + secret))
                        .toArray(String[]::new)
                : arguments;
    }

    /// The files of the backups by name, without the lock.
    private Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(backups)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = backups.relativize(file).toString();
                if (!name.equals("lock")) {
                    contents.put(name, Files.readAllBytes(file));
                }
            }
        }
        return contents;
    }

    private static boolean contains(Path folder, byte[] content) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).anyMatch(file -> {
                try {
                    return Arrays.equals(Files.readAllBytes(file), content);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private Result likeness(String gallery, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--gallery=" + gallery, "--index=" + folder.resolve("index"), "--models=" + folder.resolve("models")));
        return Shell.run(all.toArray(String[]::new));
    }
}
