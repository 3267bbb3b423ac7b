package dev.likeness.engine.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.engine.backup.encryption.Passphrase;
import dev.likeness.engine.contents.GalleryContents;
import dev.likeness.engine.tombstones.Tombstones;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.UnitVector;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.NewFace;
import dev.likeness.index.PhotoMove;
import dev.likeness.index.StoredPhoto;
import dev.likeness.index.lucene.GalleryDirectory;
import dev.likeness.index.lucene.GalleryFixtures;
import dev.likeness.index.lucene.SampleGallery;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupsTest {
    private static final EmbedderStamp MODEL = new EmbedderStamp("small", 8, "a".repeat(64));

    @TempDir
    private Path folder;

    private Path galleries = Path.of("");
    private Path target = Path.of("");
    private GalleryDirectory directory;
    private Backups backups;
    private final List<String> warnings = new ArrayList<>();

    @BeforeEach
    void open() {
        galleries = folder.resolve("index");
        target = folder.resolve("backups");
        IndexOptions options = IndexOptions.defaults().in(galleries);
        directory = GalleryDirectory.of(options);
        backups = new Backups(directory, options, BackupOptions.defaults(), warnings::add);
    }

    @AfterEach
    void close() {
        directory.close();
    }

    @Test
    void backUp_ofTenThousandFacesAgain_copiesNothing() {
        Gallery gallery = directory.create("family", MODEL);
        Random random = new Random(1);
        try (GalleryWriter writer = gallery.writer(MODEL)) {
            for (int photo = 0; photo < 1000; photo++) {
                put(writer, photo, 10, random);
            }
        }
        BackupSummary first = backUp(0);
        BackupSummary unchanged = backUp(0);
        try (GalleryWriter writer = gallery.writer(MODEL)) {
            put(writer, 1000, 1, random);
        }
        BackupSummary oneMore = backUp(0);

        assertThat(first.backup().faces()).isEqualTo(10_000);
        assertThat(first.copiedBytes()).isGreaterThan(1_000_000);
        assertThat(unchanged.copiedFiles()).isZero();
        assertThat(unchanged.copiedBytes()).isZero();
        assertThat(oneMore.copiedFiles()).isPositive();
        assertThat(oneMore.copiedBytes()).isLessThan(first.copiedBytes() / 20);
        assertThat(backups.verify(BackupSource.of(target))).hasSize(3);
    }

    private GalleryContents contents(Gallery gallery) {
        return new GalleryContents(
                "family",
                gallery,
                _ -> {
                    throw new AssertionError("nothing is scored");
                },
                new Tombstones(galleries));
    }

    private static void put(GalleryWriter writer, int photo, int faces, Random random) {
        String name = "photo " + photo;
        List<NewFace> detected = new ArrayList<>();
        for (int ordinal = 0; ordinal < faces; ordinal++) {
            float[] vector = new float[MODEL.dimension()];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) random.nextGaussian();
            }
            detected.add(GalleryFixtures.face(name, ordinal, 20, UnitVector.normalized(vector)));
        }
        writer.put(GalleryFixtures.photo(name), detected);
    }

    @Test
    void restore_afterAPersonWasDeleted_bringsBackNeitherFacesNorName() throws IOException {
        SampleGallery.create(directory, "family", 1);
        Gallery gallery = directory.open("family");
        backUp(0);
        int before;
        int lost;
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            before = Math.toIntExact(snapshot.statistics().faces());
            lost = snapshot.facesOf(new PersonId(3)).size();
            assertThat(snapshot.person(new PersonId(3))).isPresent();
        }
        contents(gallery).erasePerson(new PersonId(3), false);

        ErasedAgain erased =
                backups.restore("copy", BackupSource.of(target), false).erased();

        assertThat(erased).isEqualTo(new ErasedAgain(0, lost, 1));
        try (GallerySnapshot snapshot = directory.open("copy").snapshot()) {
            assertThat(snapshot.statistics().faces()).isEqualTo(before - lost);
            assertThat(snapshot.person(new PersonId(3))).isEmpty();
        }
        assertThat(contains(galleries.resolve("copy"), "Ångström")).isFalse();
        assertThat(contains(galleries.resolve(Tombstones.FILE), "Ångström")).isFalse();
    }

    @Test
    void restore_afterAPhotoGotAnotherIdAndWasDeleted_doesNotBringItBack() {
        Gallery gallery = directory.create("family", MODEL);
        StoredPhoto photo = GalleryFixtures.photo("photo 0");
        PhotoId rotated = new PhotoId("f".repeat(64));
        try (GalleryWriter writer = gallery.writer(MODEL)) {
            put(writer, 0, 2, new Random(1));
            put(writer, 1, 1, new Random(2));
        }
        backUp(0);
        try (GalleryWriter writer = gallery.writer(MODEL)) {
            writer.move(
                    List.of(PhotoMove.renamed(photo.id(), photo.withId(rotated).withFormerIdsOf(photo))));
        }
        contents(gallery).erasePhotos(Set.of(rotated));

        ErasedAgain erased =
                backups.restore("copy", BackupSource.of(target), false).erased();

        assertThat(erased).isEqualTo(new ErasedAgain(1, 2, 0));
    }

    @Test
    void restore_ofAGalleryWhoseDeletionFailed_needsNoWord() {
        SampleGallery.create(directory, "family", 1);
        backUp(0);
        Tombstones tombstones = new Tombstones(galleries);
        tombstones.recordGallery("family");
        assertThatThrownBy(() -> backups.restore("copy", BackupSource.of(target), false))
                .isInstanceOf(LikenessException.class)
                .hasMessageContaining("was deleted at");

        tombstones.withdrawGallery("family");

        assertThat(backups.restore("copy", BackupSource.of(target), false)
                        .erased()
                        .anything())
                .isFalse();
    }

    @Test
    void backUp_ofAGalleryWithDamagedTags_isRefused() throws IOException {
        SampleGallery.create(directory, "family", 1);
        Path tags = galleries.resolve("family/tags.json");
        Files.writeString(tags, "{\"team\":\"doors\"}");
        backUp(0);
        assertThat(backups.verify(BackupSource.of(target))).hasSize(1);

        for (String damaged : List.of("{\"team\":5}", "{\"team\":null}", "[", "")) {
            Files.writeString(tags, damaged);

            assertThatThrownBy(() -> backUp(0))
                    .as(damaged)
                    .isInstanceOf(LikenessException.class)
                    .hasMessageContaining("tags.json is damaged: its text is no JSON of texts by keys");
        }
        assertThat(backups.list(target)).hasSize(1);
        assertThat(warnings).isEmpty();
    }

    @Test
    void removeExpired_ofADeletedGallery_removesItsBackupsOnly() {
        SampleGallery.create(directory, "family", 1);
        SampleGallery.create(directory, "friends", 2);
        BackupOptions options = new BackupOptions(Optional.of(target), Duration.ofSeconds(1), 1, Optional.empty());
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-29T10:00:00Z"));
        Backups scheduled =
                new Backups(directory, IndexOptions.defaults().in(galleries), options, warnings::add, now::get);
        for (String gallery : List.of("family", "friends")) {
            scheduled.backUp(gallery, new BackupTarget(target, null, 1, true));
        }
        now.updateAndGet(time -> time.plusMillis(900));
        new Tombstones(galleries, now::get).recordGallery("family");
        directory.delete("family");

        assertThat(scheduled.removeExpired(target, null)).isEmpty();
        now.updateAndGet(time -> time.plusMillis(200));

        assertThat(scheduled.removeExpired(target, null)).hasSize(1);
        assertThat(scheduled.list(target)).extracting(BackupId::gallery).containsExactly("friends");
        assertThat(scheduled.verify(BackupSource.of(target))).hasSize(1);
        assertThat(scheduled.of("family")).isEmpty();
    }

    @Test
    void backUp_whileAListIsDamaged_removesNothing() throws IOException {
        SampleGallery.create(directory, "family", 1);
        BackupSummary first = backUp(0);
        backUp(0);
        Path list = target.resolve("backups/family").resolve(first.backup().backup());
        byte[] bytes = Files.readAllBytes(list);
        bytes[bytes.length / 2] ^= 1;
        Files.write(list, bytes);
        SampleGallery.create(directory, "friends", 2);
        backups.backUp("friends", new BackupTarget(target, null, 0, true));

        assertThatThrownBy(() -> backups.backUp("friends", new BackupTarget(target, null, 1, true)))
                .isInstanceOf(LikenessException.class)
                .hasMessage("a backup must be whole: %s differs from its name".formatted(list));

        assertThat(backups.list(target)).hasSize(4);
    }

    @Test
    void backUp_whileAWriterCommits_isOneWholeCommit() throws Exception {
        Gallery gallery = directory.create("family", MODEL);
        AtomicBoolean stopped = new AtomicBoolean();
        CompletableFuture<Integer> writing = CompletableFuture.supplyAsync(() -> {
            Random random = new Random(1);
            int photos = 0;
            try (GalleryWriter writer = gallery.writer(MODEL)) {
                while (!stopped.get()) {
                    put(writer, photos++, 2, random);
                    writer.commit();
                }
            }
            return photos;
        });
        List<Integer> photos = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            BackupDetails made = backUp(0).backup();
            assertThat(made.faces()).isEqualTo(2 * made.photos());
            photos.add(made.photos());
        }
        stopped.set(true);

        assertThat(photos).isSorted();
        assertThat(photos.getLast()).isGreaterThan(1).isLessThanOrEqualTo(writing.get(30, TimeUnit.SECONDS));
        assertThat(backups.verify(BackupSource.of(target))).hasSize(15);
        backups.restore("copy", BackupSource.of(target), false);
        try (GallerySnapshot copy = directory.open("copy").snapshot()) {
            assertThat(copy.statistics().photos()).isEqualTo(photos.getLast());
        }
    }

    @Test
    void backUp_whileSomethingIsDeleted_waitsForTheCommit() throws Exception {
        SampleGallery.create(directory, "family", 1);
        CompletableFuture<BackupSummary> made;
        try (Closeable _ = new Tombstones(galleries).startErasure("family")) {
            made = CompletableFuture.supplyAsync(() -> backUp(0));
            assertThatThrownBy(() -> made.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        }
        assertThat(made.get(30, TimeUnit.SECONDS).copiedFiles()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void restore_withOneDamagedFile_isPossibleFromSomeBackup(boolean encrypted) throws IOException {
        Passphrase secret = encrypted ? new Passphrase("correct horse battery staple") : null;
        for (int round = 0; round < 2; round++) {
            for (String gallery : List.of("family", "friends")) {
                if (round == 0) {
                    SampleGallery.create(directory, gallery, gallery.length());
                }
                // The galleries have one record of what was deleted.
                contents(directory.open(gallery)).erasePhotos(Set.of(firstPhoto(directory.open(gallery))));
                backups.backUp(gallery, new BackupTarget(target, secret, 0, true));
            }
        }
        List<BackupId> made = backups.list(target);
        IndexOptions options = IndexOptions.defaults().in(folder.resolve("elsewhere"));
        try (GalleryDirectory elsewhere = GalleryDirectory.of(options)) {
            Backups others = new Backups(elsewhere, options, BackupOptions.defaults(), warnings::add);
            int number = 0;
            for (Path file : files(target)) {
                // The pass phrase makes each try slow.
                if (encrypted && number++ % 8 != 0 && !file.toString().endsWith(".json")) {
                    continue;
                }
                byte[] whole = Files.readAllBytes(file);
                byte[] damaged = whole.clone();
                damaged[damaged.length / 2] ^= 1;
                Files.write(file, damaged);

                assertThat(made)
                        .as("with %s damaged", target.relativize(file))
                        .anyMatch(backup -> isRestored(others, elsewhere, backup, secret));
                if (file.toString().endsWith(".json")) {
                    assertThat(warnings.getLast()).contains(file + " is damaged; ", " has the same and is used");
                }
                Files.write(file, whole);
            }
        }
        assertThat(warnings).isNotEmpty();
    }

    private static PhotoId firstPhoto(Gallery gallery) {
        List<PhotoId> photos = new ArrayList<>();
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            snapshot.forEachPhoto(photo -> photos.add(photo.id()));
        }
        return photos.getFirst();
    }

    private boolean isRestored(
            Backups others, GalleryDirectory elsewhere, BackupId backup, @Nullable Passphrase secret) {
        try {
            others.restore("copy", new BackupSource(target, backup.id(), backup.gallery(), secret), true);
        } catch (LikenessException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.BACKUP_INVALID);
            return false;
        }
        elsewhere.delete("copy");
        return true;
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> Files.isRegularFile(file) && !file.endsWith("lock"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void backUp_overADamagedHeader_writesItAgain() throws IOException {
        SampleGallery.create(directory, "family", 1);
        backUp(0);
        Path header = target.resolve("likeness-backups.json");
        byte[] whole = Files.readAllBytes(header);
        Files.write(header, new byte[] {1});

        backUp(0);

        assertThat(header).hasBinaryContent(whole);
        assertThat(warnings)
                .containsExactly(
                        "%s is damaged; %s has the same and is used"
                                .formatted(header, target.resolve("likeness-backups.copy.json")),
                        header + " was written again");
    }

    @Test
    void backUp_intoAFolderOfFormat1_upgradesIt() throws IOException {
        SampleGallery.create(directory, "family", 1);
        backUp(0);
        Path header = target.resolve("likeness-backups.json");
        Path copy = target.resolve("likeness-backups.copy.json");
        byte[] whole = Files.readAllBytes(header);
        Files.writeString(header, "{\"format\":1,\"encryption\":null}");
        Files.delete(copy);
        assertThat(backups.verify(BackupSource.of(target))).hasSize(1);

        Files.writeString(header, "{\"format\":1,\"encryption\":null}");
        backUp(0);
        backUp(0);

        assertThat(header).hasBinaryContent(whole);
        assertThat(copy).hasBinaryContent(whole);
    }

    @Test
    void restore_withBothHeadersDamaged_saysWhatIsNeeded() throws IOException {
        SampleGallery.create(directory, "family", 1);
        backups.backUp("family", new BackupTarget(target, new Passphrase("correct horse battery staple"), 0, true));
        Path header = target.resolve("likeness-backups.json");
        Path copy = target.resolve("likeness-backups.copy.json");
        Files.writeString(header, Files.readString(header).replaceFirst("\"salt\":\".", "\"salt\":\"x"));
        Files.delete(copy);

        assertThatThrownBy(() -> backups.verify(BackupSource.of(target)))
                .hasMessage(
                        ("backups must be a folder in which backups were made, and one of its two files with the key's"
                                        + " salt must be whole: %s is damaged, and %s is missing; bring one of them back from a"
                                        + " copy of the folder")
                                .formatted(header, copy));
    }

    @Test
    void restore_elsewhere_saysUntilWhenDeletionsAreKnown() {
        SampleGallery.create(directory, "family", 1);
        BackupSummary first = backUp(0);
        BackupSummary second = backUp(0);
        contents(directory.open("family")).erasePerson(new PersonId(3), false);
        BackupSource source = new BackupSource(target, first.backup().backup(), null, null);
        Path zip = backups.archive("family");
        IndexOptions options = IndexOptions.defaults().in(folder.resolve("elsewhere"));
        try (GalleryDirectory elsewhere = GalleryDirectory.of(options)) {
            Backups others = new Backups(elsewhere, options, BackupOptions.defaults(), warnings::add);

            assertThat(others.restore("one", source, false).knownUntil())
                    .isEqualTo(second.backup().created());
            assertThat(others.restore("two", source, true).knownUntil()).isNull();
            assertThat(others.restore("three", BackupSource.of(zip), false).knownUntil())
                    .isAfter(second.backup().created());
            assertThat(backups.restore("four", source, false).knownUntil()).isNull();
            assertThat(backups.restore("five", BackupSource.of(zip), false).knownUntil())
                    .isNull();
        }
    }

    @Test
    void backUp_whileTheClockJumps_keepsTheLatestAndKnowsWhatIsDeleted() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-29T10:00:00Z"));
        Backups jumping = new Backups(
                directory, IndexOptions.defaults().in(galleries), BackupOptions.defaults(), warnings::add, now::get);
        SampleGallery.create(directory, "family", 1);
        SampleGallery.create(directory, "friends", 2);
        BackupId first = backUp(jumping, "family", 0);

        now.updateAndGet(time -> time.plus(Duration.ofDays(1)));
        BackupId ahead = backUp(jumping, "family", 0);
        now.updateAndGet(time -> time.minus(Duration.ofDays(2)));
        Tombstones tombstones = new Tombstones(galleries, now::get);
        new GalleryContents(
                        "family",
                        directory.open("family"),
                        _ -> {
                            throw new AssertionError("nothing is scored");
                        },
                        tombstones)
                .erasePhotos(Set.of(firstPhoto(directory.open("family"))));
        BackupId ofFriends = backUp(jumping, "friends", 0);

        assertThat(jumping.list(target)).containsExactly(first, ahead, ofFriends);
        assertThat(jumping.restore("copy", new BackupSource(target, ahead.id(), "family", null), false)
                        .erased()
                        .photos())
                .isEqualTo(1);
        BackupId newest = backUp(jumping, "family", 2);
        assertThat(jumping.list(target)).containsExactly(ahead, ofFriends, newest);
    }

    private BackupId backUp(Backups by, String gallery, int keep) {
        BackupDetails made =
                by.backUp(gallery, new BackupTarget(target, null, keep, true)).backup();
        return BackupId.parse(gallery, made.backup()).orElseThrow();
    }

    private BackupSummary backUp(int keep) {
        return backups.backUp("family", new BackupTarget(target, null, keep, true));
    }

    private static boolean contains(Path root, String text) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).anyMatch(file -> {
                try {
                    String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                    return content.contains(
                            new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
