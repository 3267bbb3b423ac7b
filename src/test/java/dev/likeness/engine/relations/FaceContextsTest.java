package dev.likeness.engine.relations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.engine.people.SyntheticLibrary;
import dev.likeness.engine.relations.FaceContext.Company;
import dev.likeness.engine.relations.FaceContext.Moment;
import dev.likeness.face.Assignment;
import dev.likeness.face.Assignment.Reason;
import dev.likeness.face.Box;
import dev.likeness.face.CaptureTime;
import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.Landmarks;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Point;
import dev.likeness.face.UnitVector;
import dev.likeness.index.Gallery;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.NewFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.index.lucene.GalleryDirectory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Photo 0 in question: the first face joined Ann, the second one is clearly Ben.
class FaceContextsTest {
    private static final PersonId ANN = new PersonId(1);
    private static final PersonId BEN = new PersonId(2);
    private static final LocalDateTime NOON = LocalDateTime.of(2020, 7, 1, 12, 0);

    @TempDir
    private Path folder;

    private GalleryDirectory galleries;
    private Gallery gallery;

    @BeforeEach
    void makeTheGallery() {
        galleries = GalleryDirectory.of(IndexOptions.defaults().in(folder));
        gallery = galleries.create("test", SyntheticLibrary.STAMP);
        try (GalleryWriter writer = gallery.writer(SyntheticLibrary.STAMP)) {
            writer.put(new Person(writer.newPersonId(), "Ann"));
            writer.put(new Person(writer.newPersonId(), "Ben"));
            writer.commit();
        }
    }

    @AfterEach
    void close() {
        galleries.close();
    }

    @Test
    void context_ofAJoinedFace_tellTheNearestPhotoOfTheMomentAndWhoElseIsThere() {
        add(0, NOON, Reason.JOINED, Reason.CORE);
        add(1, NOON.minusSeconds(40), Reason.CORE, Reason.USER);
        add(2, NOON.plusSeconds(50), Reason.CORE);

        assertThat(context()).contains(new FaceContext(new Moment(id(1, 0).photo(), "/photos/1.jpg", 40, 1), null));
    }

    @Test
    void context_onlyPhotosWithinAMinuteThatClearlyShowThePerson_areOfTheMoment() {
        add(0, NOON, Reason.JOINED);
        add(1, NOON.minusSeconds(10), Reason.JOINED);
        add(2, NOON.plusSeconds(61), Reason.CORE);
        add(3, null, Reason.CORE);

        assertThat(context()).isEmpty();

        add(4, NOON.plusSeconds(60), Reason.CORE);
        assertThat(context()).contains(new FaceContext(new Moment(id(4, 0).photo(), "/photos/4.jpg", -60, 0), null));
    }

    @Test
    void context_ofPeopleOftenTogether_tellInHowManyPhotos() {
        add(0, null, Reason.JOINED, Reason.CORE);
        add(1, null, Reason.CORE, Reason.CORE);
        add(2, null, Reason.CORE, Reason.CORE);

        assertThat(context()).isEmpty();

        add(3, null, Reason.CORE, Reason.CORE);
        assertThat(context()).contains(new FaceContext(null, new Company(BEN, "Ben", 3)));
    }

    @Test
    void context_ofClearFaces_areNone() {
        add(0, NOON, Reason.CORE, Reason.USER);
        add(1, NOON, Reason.CORE, Reason.CORE);

        assertThat(context()).isEmpty();
    }

    /// Those of the photo in question, which only its first face may have, and which are among those of the
    /// person.
    private Optional<FaceContext> context() {
        PersonRelations relations = new PersonRelations(gallery);
        Map<FaceId, FaceContext> ofPhoto = relations.contexts(id(0, 0).photo());
        Map<FaceId, FaceContext> ofPerson = new TreeMap<>(relations.contexts(ANN));
        ofPerson.keySet().removeIf(face -> !face.photo().equals(id(0, 0).photo()));
        Optional<FaceContext> ofFace = relations.context(id(0, 0));
        assertThat(ofPhoto).isEqualTo(ofFace.map(one -> Map.of(id(0, 0), one)).orElse(Map.of()));
        assertThat(ofPerson).isEqualTo(ofPhoto);
        return ofFace;
    }

    /// A photo whose first face is Ann and whose second is Ben.
    private void add(int number, @Nullable LocalDateTime time, Reason... reasons) {
        try (GalleryWriter writer = gallery.writer(SyntheticLibrary.STAMP)) {
            List<NewFace> faces = new ArrayList<>();
            for (int ordinal = 0; ordinal < reasons.length; ordinal++) {
                faces.add(face(number, ordinal));
            }
            writer.put(photo(number, time), faces);
            for (int ordinal = 0; ordinal < reasons.length; ordinal++) {
                writer.assignWithReason(
                        Map.of(id(number, ordinal), new Assignment(reasons[ordinal], 1)), ordinal == 0 ? ANN : BEN);
            }
            writer.commit();
        }
    }

    private static StoredPhoto photo(int number, @Nullable LocalDateTime time) {
        Map<String, Instant> paths = Map.of("/photos/" + number + ".jpg", Instant.EPOCH);
        return new StoredPhoto(
                id(number, 0).photo(),
                new TreeMap<>(paths),
                400,
                100,
                time == null ? null : CaptureTime.exif(time),
                1,
                "JPEG");
    }

    private static FaceId id(int photo, int ordinal) {
        return new FaceId(new PhotoId("%064x".formatted(photo + 1)), ordinal);
    }

    private static NewFace face(int photo, int ordinal) {
        float[] vector = new float[16];
        vector[ordinal] = 1;
        var point = new Point(100 * ordinal + 20, 30);
        var detection = new Detection(
                new Box(100 * ordinal, 10, 100 * ordinal + 70, 90),
                new Landmarks(point, point, point, point, point),
                .9f);
        var embedding = new Embedding(UnitVector.normalized(vector), 20);
        return new NewFace(new Face(id(photo, ordinal), detection, embedding), new byte[] {1});
    }
}
