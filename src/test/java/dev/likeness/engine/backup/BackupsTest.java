package dev.likeness.engine.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.engine.contents.GalleryContents;
import dev.likeness.engine.tombstones.Tombstones;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupsTest {
    private static final EmbedderStamp MODEL = new EmbedderStamp("small", 8, "a".repeat(64));

    @TempDir
    private Path folder;

    private Path galleries = Path.of("");
    private Path target = Path.of("");
    private GalleryDirectory directory;
    private Backups backups;

    @BeforeEach
    void open() {
        galleries = folder.resolve("index");
        target = folder.resolve("backups");
        IndexOptions options = IndexOptions.defaults().in(galleries);
        directory = GalleryDirectory.of(options);
        backups = new Backups(directory, options, BackupOptions.defaults());
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

        ErasedAgain erased = backups.restore("copy", BackupSource.of(target), false);

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

        ErasedAgain erased = backups.restore("copy", BackupSource.of(target), false);

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

        assertThat(backups.restore("copy", BackupSource.of(target), false).anything())
                .isFalse();
    }

    @Test
    void removeExpired_ofADeletedGallery_removesItsBackupsOnly() {
        SampleGallery.create(directory, "family", 1);
        SampleGallery.create(directory, "friends", 2);
        BackupOptions options = new BackupOptions(Optional.of(target), Duration.ofSeconds(1), 1, Optional.empty());
        Backups scheduled = new Backups(directory, IndexOptions.defaults().in(galleries), options);
        for (String gallery : List.of("family", "friends")) {
            scheduled.backUp(gallery, new BackupTarget(target, null, 1, true), Turn.PATIENT);
        }
        new Tombstones(galleries).recordGallery("family");
        directory.delete("family");

        assertThat(scheduled.removeExpired(target, null)).isEmpty();
        sleep(1100);

        assertThat(scheduled.removeExpired(target, null)).hasSize(1);
        assertThat(scheduled.list(target)).extracting(BackupId::gallery).containsExactly("friends");
        assertThat(scheduled.verify(BackupSource.of(target))).hasSize(1);
        assertThat(scheduled.of("family")).isEmpty();
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
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
        backups.backUp("friends", new BackupTarget(target, null, 0, true), Turn.PATIENT);

        assertThatThrownBy(() -> backups.backUp("friends", new BackupTarget(target, null, 1, true), Turn.PATIENT))
                .isInstanceOf(LikenessException.class)
                .hasMessage("a backup must be whole: %s differs from its name".formatted(list));

        assertThat(backups.list(target)).hasSize(4);
    }

    private BackupSummary backUp(int keep) {
        return backups.backUp("family", new BackupTarget(target, null, keep, true), Turn.PATIENT);
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
