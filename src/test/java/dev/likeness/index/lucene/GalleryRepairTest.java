package dev.likeness.index.lucene;

import static dev.likeness.index.lucene.GalleryFixtures.faceId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.index.GalleryCheck;
import dev.likeness.index.GalleryCheck.Finding;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.StoredFace;
import dev.likeness.index.lucene.SampleGallery.Answers;
import dev.likeness.index.lucene.documents.GalleryDocuments;
import dev.likeness.index.lucene.people.EventDocuments;
import dev.likeness.index.lucene.people.PersonDocuments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.MMapDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Documents that can be read and do not fit together, as a fault of a program would leave them: what the check
/// says, and what the repair keeps.
class GalleryRepairTest {
    @TempDir
    private Path path;

    private GalleryDirectory directory;

    @FunctionalInterface
    private interface Fault {
        void in(IndexWriter writer) throws IOException;
    }

    @BeforeEach
    void makeGallery() {
        directory = open();
        SampleGallery.create(directory, "demo", 1);
    }

    @AfterEach
    void close() {
        directory.close();
    }

    private GalleryDirectory open() {
        return GalleryDirectory.of(
                IndexOptions.defaults().in(path),
                crop -> new String(crop, StandardCharsets.UTF_8).startsWith("crop of "));
    }

    private Answers answers() {
        return SampleGallery.answers(directory.open("demo"));
    }

    /// Changes the documents behind the gallery's back.
    private void fault(Fault fault) throws IOException {
        directory.close();
        try (var files = new MMapDirectory(path.resolve("demo/generation-1"));
                var writer = new IndexWriter(files, new IndexWriterConfig())) {
            fault.in(writer);
        }
        directory = open();
    }

    private List<String> findings() {
        return directory.check("demo").findings().stream()
                .map(Finding::toString)
                .toList();
    }

    @Test
    void check_soundGallery_findsNothing() {
        GalleryCheck check = directory.check("demo");

        assertThat(check.isSound()).as("%s", check).isTrue();
        assertThat(check.notes()).isEmpty();
    }

    @Test
    void repair_soundGallery_changesNothing() throws IOException {
        Answers before = answers();

        directory.repair("demo", null);

        assertThat(answers()).isEqualTo(before);
        assertThat(path.resolve("demo/generation-1")).exists();
    }

    @Test
    void repair_faceOfAMissingPerson_restoresThePersonFromTheHistory() throws IOException {
        Answers before = answers();
        fault(writer -> writer.deleteDocuments(PersonDocuments.personTerm(new PersonId(1))));

        assertThat(findings())
                .containsExactly("person 1: faces or assertions name this person, but the person is missing; repair"
                        + " makes the person again, as the edit history last has it");
        assertThat(directory.repair("demo", null).isSound()).isTrue();

        assertThat(answers()).isEqualTo(before);
    }

    @Test
    void repair_faceOfAMissingPersonWithoutHistory_makesAPersonWithoutName() throws IOException {
        fault(writer -> {
            writer.deleteDocuments(PersonDocuments.personTerm(new PersonId(1)));
            writer.deleteDocuments(EventDocuments.eventTerm(1));
        });

        assertThat(findings())
                .containsExactly("person 1: faces or assertions name this person, but the person is missing; repair"
                        + " makes the person again, without a name");
        directory.repair("demo", null);

        try (GallerySnapshot snapshot = directory.open("demo").snapshot()) {
            assertThat(snapshot.person(new PersonId(1)).orElseThrow().name()).isNull();
            assertThat(snapshot.facesOf(new PersonId(1))).isNotEmpty();
        }
    }

    @Test
    void repair_faceOfAMissingPhoto_keepsWhatUsersStated() throws IOException {
        fault(writer -> writer.deleteDocuments(GalleryDocuments.photoTerm(GalleryFixtures.photoId("photo 2"))));

        assertThat(findings())
                .isNotEmpty()
                .allMatch(line -> line.contains("its photo is missing; repair leaves it out"));
        directory.repair("demo", null);

        assertThat(directory.check("demo").isSound()).isTrue();
        try (GallerySnapshot snapshot = directory.open("demo").snapshot()) {
            assertThat(snapshot.faces(GalleryFixtures.photoId("photo 2"))).isEmpty();
            assertThat(snapshot.assertionsOf(GalleryFixtures.photoId("photo 2")))
                    .isNotEmpty();
        }
    }

    @Test
    void repair_pictureThatCannotBeDecoded_keepsTheFace() throws IOException {
        StoredFace stored;
        try (GallerySnapshot snapshot = directory.open("demo").snapshot()) {
            stored = snapshot.face(faceId("photo 2", 0)).orElseThrow();
        }
        fault(writer -> writer.updateDocument(
                GalleryDocuments.faceTerm(stored.face().id()), GalleryDocuments.face(stored, new byte[] {1})));

        assertThat(findings())
                .containsExactly("face %s: its picture cannot be decoded; repair keeps the face without it"
                        .formatted(stored.face().id()));
        directory.repair("demo", null);

        GalleryCheck check = directory.check("demo");
        assertThat(check.isSound()).isTrue();
        assertThat(check.notes())
                .anyMatch(note -> note.startsWith("1 faces have no picture"))
                .anyMatch(note -> note.startsWith("damaged-generation-1-"));
        try (GallerySnapshot snapshot = directory.open("demo").snapshot()) {
            assertThat(snapshot.face(stored.face().id())).contains(stored);
        }
    }

    @Test
    void repair_faceThatIsThereTwice_keepsOne() throws IOException {
        Answers before = answers();
        StoredFace stored;
        try (GallerySnapshot snapshot = directory.open("demo").snapshot()) {
            stored = snapshot.face(faceId("photo 2", 0)).orElseThrow();
        }
        fault(writer -> writer.addDocument(GalleryDocuments.face(stored, new byte[] {1})));

        assertThat(findings())
                .containsExactly("face %s: is there twice; repair keeps the first"
                        .formatted(stored.face().id()));
        directory.repair("demo", null);

        assertThat(answers()).isEqualTo(before);
    }

    @Test
    void repair_personWithoutDocumentInTheCommit_raisesTheNextNumber() throws IOException {
        fault(writer -> writer.addDocument(PersonDocuments.person(new Person(new PersonId(77), "Late"))));

        assertThat(findings())
                .containsExactly("commit: the next new person would get the number 6, but there is a person 77; repair"
                        + " raises the number");
        directory.repair("demo", null);

        try (var writer = directory.open("demo").writer(SampleGallery.EMBEDDER)) {
            assertThat(writer.newPersonId()).isEqualTo(new PersonId(78));
        }
    }

    @Test
    void repair_isKilledBeforeThePointer_isFinishedByTheNextRepair() throws IOException {
        Answers before = answers();
        fault(writer -> writer.deleteDocuments(PersonDocuments.personTerm(new PersonId(1))));
        directory.repair("demo", null);
        Files.writeString(path.resolve("demo/CURRENT"), "generation-1\n");
        directory.close();
        directory = open();

        assertThat(directory.check("demo").repairWith()).isEqualTo(2);
        assertThat(directory.repair("demo", null).isSound()).isTrue();
        assertThat(answers()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"segments_", ".si"})
    void repair_lostListOfSegments_isPutBack(String part) throws IOException {
        Answers before = answers();
        directory.close();
        for (Path file : files(part)) {
            Files.delete(file);
        }
        directory = open();

        assertThat(findings())
                .isNotEmpty()
                .allMatch(line -> line.endsWith("repair puts back the copy that was made with the last commit"));
        assertThat(directory.repair("demo", null).isSound()).isTrue();
        assertThat(answers()).isEqualTo(before);
    }

    @Test
    void repair_lostListOfSegmentsAfterALaterCommit_isRefused() throws IOException {
        Path copy = path.resolve("demo/generation-1/commit.copy");
        byte[] older = Files.readAllBytes(copy);
        SampleGallery.touch(directory, "demo");
        directory.close();
        Files.write(copy, older);
        for (Path file : files("segments_")) {
            Files.delete(file);
        }
        directory = open();

        // What the later commit erased must not come back.
        assertThatThrownBy(() -> directory.repair("demo", null)).hasMessageContaining("restored from a backup");
    }

    private List<Path> files(String part) throws IOException {
        try (Stream<Path> entries = Files.list(path.resolve("demo/generation-1"))) {
            return entries.filter(entry -> entry.getFileName().toString().contains(part))
                    .toList();
        }
    }

    @Test
    void purge_afterARepair_removesTheFilesThatWereKept() throws IOException {
        fault(writer -> writer.updateNumericDocValue(
                GalleryDocuments.faceTerm(faceId("photo 2", 0)), GalleryDocuments.PERSON, 99));
        directory.repair("demo", null);
        assertThat(kept()).hasSize(1);

        for (int run = 0; run < 2; run++) {
            try (var writer = directory.open("demo").writer(SampleGallery.EMBEDDER)) {
                writer.purge();
            }
        }

        assertThat(kept()).isEmpty();
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> entries = Files.list(path.resolve("demo"))) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("damaged-"))
                    .toList();
        }
    }
}
