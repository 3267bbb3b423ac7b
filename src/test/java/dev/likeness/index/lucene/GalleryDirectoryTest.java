package dev.likeness.index.lucene;

import static dev.likeness.index.lucene.GalleryFixtures.OTHER_PLANE;
import static dev.likeness.index.lucene.GalleryFixtures.PLANE;
import static dev.likeness.index.lucene.GalleryFixtures.face;
import static dev.likeness.index.lucene.GalleryFixtures.faceId;
import static dev.likeness.index.lucene.GalleryFixtures.photo;
import static dev.likeness.index.lucene.GalleryFixtures.photoId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.face.Assertion;
import dev.likeness.face.Assignment;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.UserAction;
import dev.likeness.index.Changes;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.Gallery;
import dev.likeness.index.GalleryCheck;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.lucene.documents.GalleryDocuments;
import dev.likeness.index.lucene.people.AssertionDocuments;
import dev.likeness.index.lucene.people.EventDocuments;
import dev.likeness.index.lucene.people.PersonDocuments;
import dev.likeness.support.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A process that dies between two steps leaves files in a certain state. The tests create these states:
///
///     create    folder · .unfinished-… · generation-1 · CURRENT beside · CURRENT
///     stage     .unfinished-… · generation-2
///     promote   CURRENT beside · CURRENT · generation-1 in part · generation-1 gone
///     delete    .deleted-… · in part · gone
class GalleryDirectoryTest {
    @TempDir
    private Path path;

    private GalleryDirectory directory;

    @BeforeEach
    void start() {
        directory = GalleryDirectory.of(IndexOptions.defaults().in(path));
    }

    @AfterEach
    void stop() {
        directory.close();
    }

    /// Opens the directory again, as a new process does.
    private void restart() {
        stop();
        start();
    }

    private void put(Gallery gallery, EmbedderStamp embedder, String photo) {
        try (GalleryWriter writer = gallery.writer(embedder)) {
            writer.put(photo(photo), List.of(face(photo, 0, 20, 1, 0)));
        }
    }

    /// Prefix of the name of an unfinished CURRENT.
    private static final String UNFINISHED = ".likeness-%08x-".formatted("CURRENT".hashCode());

    private static List<String> photos(Gallery gallery, String... asked) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return Stream.of(asked)
                    .filter(name -> snapshot.photo(photoId(name)).isPresent())
                    .toList();
        }
    }

    private List<String> entries(Path of) throws IOException {
        try (Stream<Path> entries = Files.list(of)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private static void assertRefused(ErrorCode code, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .hasMessage(message)
                .isInstanceOfSatisfying(
                        LikenessException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    @Test
    void names_severalGalleries_areSorted() throws IOException {
        directory.create("holidays", PLANE);
        directory.create("2024.family_x-1", PLANE);
        Files.createDirectory(path.resolve("no-gallery"));
        Files.writeString(path.resolve("README.md"), "not a gallery");

        assertThat(directory.names()).containsExactly("2024.family_x-1", "holidays");
    }

    @Test
    void names_missingDirectory_areEmpty() {
        assertThat(GalleryDirectory.of(IndexOptions.defaults().in(path.resolve("nowhere")))
                        .names())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", ".hidden", "a/b", "../a", "A", "ä", "a b", "-a"})
    void open_invalidName_throws(String name) {
        assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                "gallery name must match [a-z0-9][a-z0-9._-]{0,63}, got: \"" + name + "\"",
                () -> directory.open(name));
    }

    @Test
    void open_unknown_throwsWithExistingNames() {
        assertRefused(
                ErrorCode.NOT_FOUND,
                "there is no gallery demo in %s, nor any other".formatted(path),
                () -> directory.open("demo"));
        directory.create("holidays", PLANE);
        directory.create("family", PLANE);
        assertRefused(
                ErrorCode.NOT_FOUND,
                "there is no gallery demo in %s, only: family, holidays".formatted(path),
                () -> directory.open("demo"));
    }

    @Test
    void create_twice_throws() {
        directory.create("demo", PLANE);

        assertRefused(ErrorCode.ALREADY_EXISTS, "gallery demo exists already", () -> directory.create("demo", PLANE));
    }

    @Test
    void openOrCreate_sameEmbedder_opensTheExistingGallery() {
        Gallery gallery = directory.openOrCreate("demo", PLANE);

        assertThat(directory.openOrCreate("demo", PLANE)).isSameAs(gallery);
        assertThat(directory.open("demo")).isSameAs(gallery);
        assertThatThrownBy(() -> directory.openOrCreate("demo", OTHER_PLANE))
                .hasMessageStartingWith("gallery demo must be written with its own embedder plane");
    }

    @Test
    void delete_gallery_leavesNothing() throws IOException {
        put(directory.create("demo", PLANE), PLANE, "a");
        directory.stage("demo", OTHER_PLANE);

        try (GallerySnapshot before = directory.open("demo").snapshot()) {
            directory.delete("demo");

            assertThat(before.crop(faceId("a", 0))).isPresent();
        }
        assertThat(entries(path)).isEmpty();
        assertThat(photos(directory.create("demo", PLANE), "a")).isEmpty();
    }

    @Test
    void delete_whileWriterIsOpen_throws() {
        Gallery gallery = directory.create("demo", PLANE);
        String message = "gallery demo must have one writer at a time, and this process is writing to it";

        try (GalleryWriter _ = gallery.writer(PLANE)) {
            assertRefused(ErrorCode.GALLERY_LOCKED, message, () -> directory.delete("demo"));
        }
        try (GalleryWriter _ = directory.stage("demo", PLANE).writer(PLANE)) {
            assertRefused(ErrorCode.GALLERY_LOCKED, message, () -> directory.delete("demo"));
        }
        directory.delete("demo");
    }

    @Test
    void snapshot_galleryRecreatedElsewhere_showsTheNewOne() {
        Gallery gallery = directory.create("demo", PLANE);
        put(gallery, PLANE, "a");
        assertThat(photos(gallery, "a", "b")).containsExactly("a");

        try (GalleryDirectory other =
                GalleryDirectory.of(IndexOptions.defaults().in(path))) {
            other.delete("demo");
            put(other.create("demo", PLANE), PLANE, "b");
        }

        assertThat(photos(gallery, "a", "b")).containsExactly("b");
    }

    @Test
    void snapshot_writerInAnotherDirectoryObject_showsCommitsOnly() {
        Gallery gallery = directory.create("demo", PLANE);
        try (GalleryDirectory other =
                        GalleryDirectory.of(IndexOptions.defaults().in(path));
                GalleryWriter writer = other.open("demo").writer(PLANE)) {
            writer.put(photo("a"), List.of());
            assertThat(photos(gallery, "a")).isEmpty();

            writer.commit();
            assertThat(photos(gallery, "a")).containsExactly("a");
        }
    }

    @Test
    void snapshot_galleryOfAnotherFormat_throws() throws IOException {
        Path generation = path.resolve("demo/generation-1");
        directory.create("demo", PLANE);
        rewriteCommit(generation, "likeness.format", "4");

        assertRefused(
                ErrorCode.GALLERY_INCOMPATIBLE,
                "gallery demo was written by a newer Likeness (format 4; this one reads up to 3)",
                () -> directory.open("demo").snapshot());
    }

    /// Format 1 had no assignments. A person's record was the id, whether a name follows, and the name.
    @Test
    void open_galleryOfFormat1_readsItAndWritesThePresentFormat() throws IOException {
        put(directory.create("demo", PLANE), PLANE, "a");
        stop();
        Path generation = path.resolve("demo/generation-1");
        try (var files = new MMapDirectory(generation);
                var writer = new IndexWriter(files, new IndexWriterConfig())) {
            var document = GalleryDocuments.face(face("a", 0, 20, 1, 0), null);
            document.removeField(GalleryDocuments.ASSIGNMENT);
            writer.updateDocument(GalleryDocuments.faceTerm(faceId("a", 0)), document);
            var record = new ByteBuffersDataOutput();
            record.writeLong(4);
            record.writeByte((byte) 1);
            record.writeString("Ann");
            var person = PersonDocuments.person(new Person(new PersonId(4), "Ann"));
            person.removeField(PersonDocuments.PERSON_RECORD);
            person.add(new BinaryDocValuesField(PersonDocuments.PERSON_RECORD, new BytesRef(record.toArrayCopy())));
            writer.addDocument(person);
            writer.forceMerge(1);
        }
        rewriteCommit(generation, "likeness.format", "1");
        start();

        Gallery gallery = directory.open("demo");
        var ann = new Person(new PersonId(4), "Ann");
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            assertThat(snapshot.personNamed("Ann")).contains(ann);
            assertThat(snapshot.face(faceId("a", 0)).orElseThrow().assignment()).isNull();
            assertThat(snapshot.assertions()).isEmpty();
        }
        var leaf = new Assignment(Assignment.Reason.JOINED, 1);
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.assignWithReason(Map.of(faceId("a", 0), leaf), ann.id());
        }
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            assertThat(snapshot.face(faceId("a", 0)).orElseThrow().assignment()).isEqualTo(leaf);
        }
        stop();
        try (var files = new MMapDirectory(generation)) {
            assertThat(SegmentInfos.readLatestCommit(files).getUserData()).containsEntry("likeness.format", "3");
        }
        start();
    }

    @Test
    void writer_galleryWithoutEventNumbers_addsThemAndTheTermsOfPeople() throws IOException {
        put(directory.create("demo", PLANE), PLANE, "a");
        var ann = new PersonId(4);
        Assertion different = Assertion.DifferentPeople.of(ann, new PersonId(5), 7);
        stop();
        Path generation = path.resolve("demo/generation-1");
        try (var files = new MMapDirectory(generation);
                var writer = new IndexWriter(files, new IndexWriterConfig())) {
            var assertion = AssertionDocuments.assertion(different);
            assertion.removeFields("fact.person");
            writer.addDocument(assertion);
            writer.addDocument(EventDocuments.event(
                    new PeopleEvent(7, Instant.EPOCH, new UserAction.MarkedDifferent(ann, new PersonId(5))),
                    new Changes(List.of(), List.of(), List.of(), List.of(different))));
        }
        rewriteCommit(generation, "likeness.event.next", "0");
        start();

        Gallery gallery = directory.open("demo");
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            assertThat(snapshot.assertionsOf(ann)).containsExactly(different);
        }
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            assertThat(writer.nextEventNumber()).isEqualTo(8);
        }
        stop();
        try (var files = new MMapDirectory(generation)) {
            assertThat(SegmentInfos.readLatestCommit(files).getUserData()).containsEntry("likeness.event.next", "8");
        }
        start();
        try (GallerySnapshot snapshot = directory.open("demo").snapshot()) {
            assertThat(snapshot.assertionsOf(ann)).containsExactly(different);
        }
    }

    private static void rewriteCommit(Path generation, String key, String value) throws IOException {
        try (var files = new MMapDirectory(generation);
                var writer = new IndexWriter(files, new IndexWriterConfig())) {
            var entries = new HashMap<String, String>();
            writer.getLiveCommitData().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
            entries.put(key, value);
            writer.setLiveCommitData(entries.entrySet());
        }
    }

    @Test
    void snapshot_truncatedCommit_isCorrupt() throws IOException {
        put(directory.create("demo", PLANE), PLANE, "a");
        Path generation = path.resolve("demo/generation-1");
        for (String file : entries(generation)) {
            if (file.startsWith("segments_")) {
                byte[] bytes = Files.readAllBytes(generation.resolve(file));
                Files.write(generation.resolve(file), Arrays.copyOf(bytes, bytes.length - 9));
            }
        }
        restart();

        assertThatThrownBy(() -> directory.open("demo").snapshot())
                .hasMessageStartingWith("gallery demo is damaged: ")
                .isInstanceOfSatisfying(
                        LikenessException.class,
                        corrupt -> assertThat(corrupt.code()).isEqualTo(ErrorCode.GALLERY_CORRUPT));
    }

    @Test
    void open_currentNamesNoGeneration_isCorrupt() throws IOException {
        directory.create("demo", PLANE);
        Path current = path.resolve("demo/CURRENT");
        Files.writeString(current, "../../etc");

        assertRefused(
                ErrorCode.GALLERY_CORRUPT,
                "gallery demo is damaged: CURRENT must read generation-<number>, got: \"../../etc\"",
                () -> directory.open("demo"));
    }

    @Test
    void open_currentNamesAGenerationThatIsBeingBuilt_isCorrupt() throws IOException {
        put(directory.create("demo", PLANE), PLANE, "a");
        put(directory.stage("demo", OTHER_PLANE), OTHER_PLANE, "b");
        Files.writeString(path.resolve("demo/CURRENT"), "generation-2");

        assertRefused(
                ErrorCode.GALLERY_CORRUPT,
                "gallery demo is damaged: CURRENT names generation-2, which was never completed",
                () -> directory.open("demo"));
        assertThat(directory.repair("demo", null).live()).isEqualTo(1);
        assertThat(photos(directory.open("demo"), "a", "b")).containsExactly("a");
        assertThat(photos(directory.stage("demo", OTHER_PLANE), "a", "b")).containsExactly("b");
    }

    @Test
    void names_strayFilesAndFolders_arePassedOver() throws IOException {
        put(directory.create("demo", PLANE), PLANE, "a");
        Files.writeString(path.resolve("notes"), "a file with the name of a gallery");
        Files.createDirectories(path.resolve("photos/2024"));

        assertThat(directory.names()).containsExactly("demo");
        assertThat(directory.exists("notes")).isFalse();
        assertRefused(
                ErrorCode.NOT_FOUND,
                "there is no gallery notes in %s, only: demo".formatted(path),
                () -> directory.open("notes"));
        assertRefused(
                ErrorCode.ALREADY_EXISTS,
                "gallery photos must be created in an empty folder, but %s has other files"
                        .formatted(path.resolve("photos")),
                () -> directory.openOrCreate("photos", PLANE));
        assertThat(directory.check("demo").isSound()).isTrue();
    }

    @Test
    void create_diedBeforeTheIndexWasInPlace_canBeCreated() throws IOException {
        Files.createDirectories(path.resolve("demo/.unfinished-1"));

        assertThat(directory.names()).isEmpty();
        put(directory.openOrCreate("demo", PLANE), PLANE, "a");
        assertThat(directory.names()).containsExactly("demo");
    }

    @Test
    void create_diedBeforeCurrent_isCompleted() throws IOException {
        directory.create("demo", PLANE);
        Files.move(path.resolve("demo/CURRENT"), path.resolve("demo/%s1.tmp".formatted(UNFINISHED)));
        restart();

        assertThat(directory.names()).isEmpty();
        assertRefused(
                ErrorCode.GALLERY_CORRUPT,
                "gallery demo is damaged: CURRENT is missing, and generation-1 was created for another embedder",
                () -> directory.create("demo", OTHER_PLANE));
        Gallery gallery = directory.create("demo", PLANE);
        assertThat(gallery.embedder()).isEqualTo(PLANE);
        assertThat(entries(path.resolve("demo"))).containsExactly("CURRENT", "generation-1");
    }

    @Test
    void create_generationsWithoutCurrent_isRefusedUntilRepaired() throws IOException {
        put(directory.create("demo", PLANE), PLANE, "a");
        Files.delete(path.resolve("demo/CURRENT"));
        restart();

        String damaged = "gallery demo is damaged: CURRENT is missing, but there are generations: 1";
        assertThat(directory.names()).containsExactly("demo");
        assertRefused(ErrorCode.GALLERY_CORRUPT, damaged, () -> directory.create("demo", PLANE));
        assertRefused(ErrorCode.GALLERY_CORRUPT, damaged, () -> directory.openOrCreate("demo", OTHER_PLANE));
        assertRefused(ErrorCode.GALLERY_CORRUPT, damaged, () -> directory.delete("demo"));
        GalleryCheck check = directory.check("demo");
        assertThat(check.repairWith()).isEqualTo(1);
        assertThat(check.generations()).hasSize(1);
        assertThat(directory.repair("demo", null).isSound()).isTrue();
        assertThat(photos(directory.open("demo"), "a")).containsExactly("a");
    }

    @Test
    void repair_severalGenerationsThatMayHoldTheGallery_asksForOne() throws IOException {
        put(directory.create("demo", PLANE), PLANE, "a");
        put(directory.stage("demo", OTHER_PLANE), OTHER_PLANE, "b");
        stop();
        for (String generation : List.of("generation-1", "generation-2")) {
            forgetStage(path.resolve("demo").resolve(generation));
        }
        Files.delete(path.resolve("demo/CURRENT"));
        start();

        assertRefused(
                ErrorCode.GALLERY_CORRUPT,
                "gallery demo is damaged: CURRENT is missing, but there are generations: 1, 2; several generations may"
                        + " hold it, so one must be named",
                () -> directory.repair("demo", null));
        assertThat(directory.repair("demo", 1).isSound()).isTrue();
        assertThat(photos(directory.open("demo"), "a")).containsExactly("a");
    }

    /// As an earlier version wrote it.
    private static void forgetStage(Path generation) throws IOException {
        try (var files = new MMapDirectory(generation);
                var writer = new IndexWriter(files, new IndexWriterConfig())) {
            var entries = new HashMap<String, String>();
            writer.getLiveCommitData().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
            assertThat(entries.remove("likeness.generation.stage")).isNotNull();
            writer.setLiveCommitData(entries.entrySet());
        }
    }

    @Test
    void repair_noGenerationIsWhole_isRefused() throws IOException {
        put(directory.create("demo", PLANE), PLANE, "a");
        Path generation = path.resolve("demo/generation-1");
        Files.delete(path.resolve("demo/CURRENT"));
        for (String file : entries(generation)) {
            if (file.endsWith(".cfs")) {
                byte[] bytes = Files.readAllBytes(generation.resolve(file));
                bytes[bytes.length / 2] ^= 1;
                Files.write(generation.resolve(file), bytes);
            }
        }
        restart();

        assertThatThrownBy(() -> directory.repair("demo", null))
                .hasMessageEndingWith("no generation is whole, so it must be restored from a backup");
    }

    @Test
    void adopt_intoADamagedGallery_isRefused() throws IOException {
        put(directory.create("demo", PLANE), PLANE, "a");
        Path copy = directory.scratch().resolve("gallery");
        directory.copy("demo", copy);
        Files.delete(path.resolve("demo/CURRENT"));
        restart();

        assertRefused(
                ErrorCode.GALLERY_CORRUPT,
                "gallery demo is damaged: CURRENT is missing, but there are generations: 1",
                () -> directory.adopt("demo", copy));
        directory.repair("demo", null);
        assertThat(photos(directory.open("demo"), "a")).containsExactly("a");
    }

    @Test
    void adopt_intoAnEmptyFolder_fillsIt() throws IOException {
        put(directory.create("demo", PLANE), PLANE, "a");
        Path copy = directory.scratch().resolve("gallery");
        directory.copy("demo", copy);
        Files.createDirectories(path.resolve("other"));

        directory.adopt("other", copy);

        assertThat(photos(directory.open("other"), "a")).containsExactly("a");
    }

    @Test
    void adopt_whereACreationWasKilled_replacesTheEmptyGeneration() throws IOException {
        put(directory.create("demo", PLANE), PLANE, "a");
        Path copy = directory.scratch().resolve("gallery");
        directory.copy("demo", copy);
        directory.create("other", PLANE);
        Files.delete(path.resolve("other/CURRENT"));
        restart();

        directory.adopt("other", copy);

        assertThat(photos(directory.open("other"), "a")).containsExactly("a");
    }

    @Test
    void removeScratch_foldersOfUsersWithSuchNames_stay() throws IOException {
        Files.createDirectories(path.resolve(".copy-of-family/generation-1"));
        Files.createDirectories(path.resolve(".copy-2024-family/generation-1"));
        Files.createDirectories(path.resolve(".deleted-by-mistake/generation-1"));

        directory.removeScratch();
        directory.create("demo", PLANE);
        directory.delete("demo");

        assertThat(entries(path)).containsExactly(".copy-2024-family", ".copy-of-family", ".deleted-by-mistake");
    }

    @Test
    void stage_nextGeneration_doesNotChangeTheLiveOne() throws IOException {
        Gallery live = directory.create("demo", PLANE);
        put(live, PLANE, "a");

        Gallery staged = directory.stage("demo", OTHER_PLANE);
        put(staged, OTHER_PLANE, "b");

        assertThat(staged.embedder()).isEqualTo(OTHER_PLANE);
        assertThat(live.embedder()).isEqualTo(PLANE);
        assertThat(photos(live, "a", "b")).containsExactly("a");
        assertThat(photos(staged, "a", "b")).containsExactly("b");
        assertThat(directory.names()).containsExactly("demo");
        assertThat(entries(path.resolve("demo"))).containsExactly("CURRENT", "generation-1", "generation-2");
    }

    @Test
    void stage_sameEmbedderAgain_continues() {
        directory.create("demo", PLANE);
        put(directory.stage("demo", OTHER_PLANE), OTHER_PLANE, "a");
        restart();

        Gallery resumed = directory.stage("demo", OTHER_PLANE);
        put(resumed, OTHER_PLANE, "b");

        assertThat(photos(resumed, "a", "b")).containsExactly("a", "b");
    }

    @Test
    void stage_anotherEmbedder_startsFromScratch() throws IOException {
        directory.create("demo", PLANE);
        Gallery abandoned = directory.stage("demo", OTHER_PLANE);
        put(abandoned, OTHER_PLANE, "a");
        assertThat(photos(abandoned, "a")).containsExactly("a");

        Gallery staged = directory.stage("demo", PLANE);

        assertThat(photos(staged, "a")).isEmpty();
        assertThat(staged.embedder()).isEqualTo(PLANE);
        assertThat(photos(directory.stage("demo", OTHER_PLANE), "a")).containsExactly("a");
        directory.promote("demo", PLANE);
        assertThat(entries(path.resolve("demo"))).containsExactly("CURRENT", "generation-3");
    }

    @Test
    void stage_diedBeforeTheFirstCommit_startsFromScratch() throws IOException {
        directory.create("demo", PLANE);
        Files.createDirectories(path.resolve("demo/generation-2"));
        Files.createFile(path.resolve("demo/generation-2/write.lock"));

        put(directory.stage("demo", OTHER_PLANE), OTHER_PLANE, "a");
        directory.promote("demo", OTHER_PLANE);

        assertThat(photos(directory.open("demo"), "a")).containsExactly("a");
    }

    @Test
    void promote_stagedGeneration_isLiveForEveryProcess() throws IOException {
        Gallery live = directory.create("demo", PLANE);
        put(live, PLANE, "a");
        put(directory.stage("demo", OTHER_PLANE), OTHER_PLANE, "b");

        try (GalleryDirectory other =
                        GalleryDirectory.of(IndexOptions.defaults().in(path));
                GallerySnapshot before = other.open("demo").snapshot()) {
            directory.promote("demo", OTHER_PLANE);

            assertThat(before.crop(faceId("a", 0))).isPresent();
            assertThat(before.embedder()).isEqualTo(PLANE);
            assertThat(photos(other.open("demo"), "a", "b")).containsExactly("b");
        }
        assertThat(photos(live, "a", "b")).containsExactly("b");
        assertThat(live.embedder()).isEqualTo(OTHER_PLANE);
        assertThat(entries(path.resolve("demo"))).containsExactly("CURRENT", "generation-2");
        put(live, OTHER_PLANE, "c");
        put(directory.stage("demo", PLANE), PLANE, "d");
        directory.promote("demo", PLANE);
        assertThat(photos(live, "a", "b", "c", "d")).containsExactly("d");
    }

    @Test
    void promote_peopleAddedSinceStaging_keepTheirIdsReserved() {
        Gallery live = directory.create("demo", PLANE);
        try (GalleryWriter writer = live.writer(PLANE)) {
            assertThat(writer.newPersonId()).isEqualTo(new PersonId(1));
        }
        Gallery staged = directory.stage("demo", OTHER_PLANE);
        try (GalleryWriter writer = staged.writer(OTHER_PLANE)) {
            assertThat(writer.newPersonId()).isEqualTo(new PersonId(2));
        }
        try (GalleryWriter writer = live.writer(PLANE)) {
            writer.put(new Person(new PersonId(40), "Ann"));
        }
        directory.promote("demo", OTHER_PLANE);

        try (GalleryWriter writer = live.writer(OTHER_PLANE)) {
            assertThat(writer.newPersonId()).isEqualTo(new PersonId(41));
        }
    }

    @Test
    void promote_nothingStaged_throws() {
        directory.create("demo", PLANE);

        assertRefused(
                ErrorCode.NOT_FOUND,
                "gallery demo has no staged generation to promote",
                () -> directory.promote("demo", OTHER_PLANE));
    }

    @Test
    void promote_whileAWriterIsOpen_throws() {
        Gallery live = directory.create("demo", PLANE);
        Gallery staged = directory.stage("demo", OTHER_PLANE);
        String message = "gallery demo must have one writer at a time, and this process is writing to it";

        try (GalleryWriter _ = live.writer(PLANE)) {
            assertRefused(ErrorCode.GALLERY_LOCKED, message, () -> directory.promote("demo", OTHER_PLANE));
        }
        try (GalleryWriter _ = staged.writer(OTHER_PLANE)) {
            assertRefused(ErrorCode.GALLERY_LOCKED, message, () -> directory.promote("demo", OTHER_PLANE));
        }
        directory.promote("demo", OTHER_PLANE);
    }

    @Test
    void promote_diedBeforeTheSwitch_changesNothing() throws IOException {
        Gallery live = directory.create("demo", PLANE);
        put(live, PLANE, "a");
        put(directory.stage("demo", OTHER_PLANE), OTHER_PLANE, "b");
        Files.writeString(path.resolve("demo/%s1.tmp".formatted(UNFINISHED)), "generat");
        restart();

        assertThat(photos(directory.open("demo"), "a", "b")).containsExactly("a");
        assertThat(photos(directory.stage("demo", OTHER_PLANE), "a", "b")).containsExactly("b");
        directory.promote("demo", OTHER_PLANE);
        assertThat(photos(directory.open("demo"), "a", "b")).containsExactly("b");
        assertThat(entries(path.resolve("demo"))).containsExactly("CURRENT", "generation-2");
    }

    @ParameterizedTest(name = "former generation without its segments file: {0}")
    @ValueSource(booleans = {false, true})
    void promote_diedWhileRemovingTheFormerGeneration_isCompletedByOpen(boolean inPart) throws IOException {
        put(directory.create("demo", PLANE), PLANE, "a");
        put(directory.stage("demo", OTHER_PLANE), OTHER_PLANE, "b");
        Path former = path.resolve("demo/generation-1");
        Path kept = path.resolve("kept");
        Folders.copy(former, kept);
        directory.promote("demo", OTHER_PLANE);
        Folders.copy(kept, former);
        if (inPart) {
            for (String file : entries(former)) {
                if (file.startsWith("segments_")) {
                    Files.delete(former.resolve(file));
                }
            }
        }
        restart();

        assertThat(photos(directory.open("demo"), "a", "b")).containsExactly("b");
        assertThat(entries(path.resolve("demo"))).containsExactly("CURRENT", "generation-2");
    }

    @Test
    void delete_diedBeforeTheFilesWereRemoved_isCompletedWhenTheGalleriesAreOpened() throws IOException {
        put(directory.create("demo", PLANE), PLANE, "a");
        stop();
        Path remains = path.resolve(".deleted-demo-" + UUID.randomUUID());
        Files.move(path.resolve("demo"), remains);
        // Killed after some of the files were removed.
        for (String file : entries(remains.resolve("generation-1"))) {
            if (file.startsWith("segments_")) {
                Files.delete(remains.resolve("generation-1").resolve(file));
            }
        }
        start();

        assertThat(entries(path)).isEmpty();
        assertRefused(
                ErrorCode.NOT_FOUND,
                "there is no gallery demo in %s, nor any other".formatted(path),
                () -> directory.open("demo"));
    }

    @Test
    void open_whileAnotherProcessLeftADeletionUnfinished_finishesIt() throws IOException {
        Path remains = path.resolve(".deleted-demo-" + UUID.randomUUID());
        Files.createDirectories(remains.resolve("generation-1"));

        assertRefused(
                ErrorCode.NOT_FOUND,
                "there is no gallery demo in %s, nor any other".formatted(path),
                () -> directory.open("demo"));
        assertThat(entries(path)).isEmpty();
    }

    @Test
    void delete_diedBeforeTheFilesWereRemoved_isCompletedLater() throws IOException {
        put(directory.create("demo", PLANE), PLANE, "a");
        stop();
        Files.move(path.resolve("demo"), path.resolve(".deleted-demo-" + UUID.randomUUID()));
        start();

        assertThat(directory.names()).isEmpty();
        directory.create("other", PLANE);
        assertThat(entries(path)).containsExactly("other");
    }
}
