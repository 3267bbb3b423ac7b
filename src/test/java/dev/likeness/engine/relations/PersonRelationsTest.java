package dev.likeness.engine.relations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.engine.people.SyntheticLibrary;
import dev.likeness.face.Assignment;
import dev.likeness.face.Assignment.Reason;
import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.Landmarks;
import dev.likeness.face.LikenessException;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three photos. Person 1 has the first face of each: two of one likeness, one of another. Person 2 has the
/// second face of the first photo and, in the second photo, the second and the third.
class PersonRelationsTest {
    private static final PersonId ONE = new PersonId(1);
    private static final PersonId TWO = new PersonId(2);

    @TempDir
    private Path folder;

    private GalleryDirectory galleries;
    private PersonRelations relations;

    @BeforeEach
    void makeTheGallery() {
        galleries = GalleryDirectory.of(IndexOptions.defaults().in(folder));
        Gallery gallery = galleries.create("test", SyntheticLibrary.STAMP);
        try (GalleryWriter writer = gallery.writer(SyntheticLibrary.STAMP)) {
            writer.newPersonId();
            writer.newPersonId();
            writer.put(photo(0), List.of(face(0, 0, 0, .1f), face(0, 1, 5, 0)));
            writer.put(photo(1), List.of(face(1, 0, 0, .2f), face(1, 1, 5, 0), face(1, 2, 5, 0)));
            writer.put(photo(2), List.of(face(2, 0, 3, 0)));
            assign(writer, ONE, id(0, 0), id(1, 0), id(2, 0));
            assign(writer, TWO, id(0, 1), id(1, 1), id(1, 2));
            writer.commit();
        }
        relations = new PersonRelations(gallery);
    }

    @AfterEach
    void close() {
        galleries.close();
    }

    @Test
    void together_severalFacesInOnePhoto_countsThePhotoOnce() {
        assertThat(relations.together(ONE)).isEqualTo(Map.of(TWO, 2));
        assertThat(relations.together(TWO)).isEqualTo(Map.of(ONE, 2));
        assertThatThrownBy(() -> relations.together(new PersonId(9))).isInstanceOf(LikenessException.class);
    }

    @Test
    void splitPreview_oneOfTwoAlike_takesTheOtherAlong() {
        assertThat(relations.splitPreview(ONE, List.of(id(0, 0))))
                .extracting(PersonRelations.SimilarFace::face)
                .containsExactly(id(1, 0));
        assertThat(relations.splitPreview(ONE, List.of(id(2, 0)))).isEmpty();
    }

    @Test
    void splitPreview_allFaces_leavesNone() {
        assertThat(relations.splitPreview(ONE, List.of(id(0, 0), id(1, 0), id(2, 0))))
                .isEmpty();
    }

    @Test
    void splitPreview_withoutOrWithAnotherPersonsFace_isRejected() {
        assertThatThrownBy(() -> relations.splitPreview(ONE, List.of())).isInstanceOf(LikenessException.class);
        assertThatThrownBy(() -> relations.splitPreview(ONE, List.of(id(0, 0), id(0, 1))))
                .isInstanceOf(LikenessException.class);
    }

    private static void assign(GalleryWriter writer, PersonId person, FaceId... faces) {
        for (FaceId face : faces) {
            writer.assignWithReason(Map.of(face, new Assignment(Reason.CORE, 1)), person);
        }
    }

    private static StoredPhoto photo(int number) {
        Map<String, Instant> paths = Map.of("/photos/" + number + ".jpg", Instant.EPOCH);
        return new StoredPhoto(id(number, 0).photo(), new TreeMap<>(paths), 400, 100, null, 1, "JPEG");
    }

    private static FaceId id(int photo, int ordinal) {
        return new FaceId(new PhotoId("%064x".formatted(photo + 1)), ordinal);
    }

    /// A face whose vector is one axis, and a little of the next.
    private static NewFace face(int photo, int ordinal, int axis, float next) {
        float[] vector = new float[16];
        vector[axis] = 1;
        vector[axis + 1] = next;
        var point = new Point(100 * ordinal + 20, 30);
        var detection = new Detection(
                new Box(100 * ordinal, 10, 100 * ordinal + 70, 90),
                new Landmarks(point, point, point, point, point),
                .9f);
        var embedding = new Embedding(UnitVector.normalized(vector), 20);
        return new NewFace(new Face(id(photo, ordinal), detection, embedding), new byte[] {1});
    }
}
