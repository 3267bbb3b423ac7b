package dev.likeness.index.lucene;

import static dev.likeness.index.lucene.GalleryFixtures.PLANE;
import static dev.likeness.index.lucene.GalleryFixtures.face;
import static dev.likeness.index.lucene.GalleryFixtures.faceId;
import static dev.likeness.index.lucene.GalleryFixtures.photo;
import static dev.likeness.index.lucene.GalleryFixtures.photoId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.likeness.calibration.OperatingPoint;
import dev.likeness.calibration.QualityScale;
import dev.likeness.engine.people.People;
import dev.likeness.engine.people.PeopleEditor;
import dev.likeness.face.Actor;
import dev.likeness.face.Assertion;
import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.Orientation;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.face.PictureTurn;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.NewFace;
import dev.likeness.index.PhotoMove;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.scoring.MatchScorer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was said about a photo follows it when it becomes another one.
class PhotoMoveTest {
    private static final MatchScorer SCORER =
            new MatchScorer(new QualityScale(10, 1), null, null, OperatingPoint.BALANCED);

    @TempDir
    private Path folder;

    private GalleryDirectory directory;
    private Gallery gallery;
    private PersonId ann;
    private PersonId bob;

    @BeforeEach
    void putPhotos() {
        directory = GalleryDirectory.of(IndexOptions.defaults().in(folder));
        gallery = directory.create("test", PLANE);
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.put(
                    photo("a", null, "/a.jpg"),
                    List.of(face("a", 0, 20, 1, 0), face("a", 1, 20, 0, 1), face("a", 2, 5, 1, 1)),
                    new byte[] {1});
            writer.put(photo("b", null, "/b.jpg"), List.of(face("b", 0, 21, 1, 0.1f), face("b", 1, 22, 0.1f, 1)));
            ann = writer.newPersonId();
            bob = writer.newPersonId();
            writer.assign(List.of(faceId("a", 0), faceId("b", 0)), ann);
            writer.assign(List.of(faceId("a", 1), faceId("b", 1)), bob);
        }
    }

    @AfterEach
    void close() {
        directory.close();
    }

    private PeopleEditor editor() {
        return people().editor(Actor.COMMAND_LINE);
    }

    private People people() {
        return new People(gallery, _ -> SCORER, Clock.systemUTC());
    }

    private void move(PhotoMove... moves) {
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.move(List.of(moves));
        }
    }

    private static StoredPhoto renamed(String name, String path) {
        return photo(name, null, path);
    }

    private void sayAll() {
        editor().name(ann, "Ann", false);
        editor().confirm(List.of(faceId("a", 0)), ann);
        editor().reject(List.of(faceId("a", 0)), bob);
        editor().cover(ann, faceId("a", 0));
        editor().markNotAFace(List.of(faceId("a", 2)));
        editor().markNotCopies(Set.of(photoId("a"), photoId("b")));
    }

    @Test
    void move_toAnotherId_takesEverythingAlong() {
        sayAll();

        move(PhotoMove.renamed(photoId("a"), renamed("c", "/a.jpg")));

        try (GallerySnapshot now = gallery.snapshot()) {
            assertThat(now.photosAfter(null, 9)).containsExactlyInAnyOrder(photoId("b"), photoId("c"));
            assertThat(now.photo(photoId("a")).orElseThrow().id()).isEqualTo(photoId("c"));
            assertThat(now.presentId(faceId("a", 1))).isEqualTo(faceId("c", 1));
            assertThat(now.preview(photoId("c"))).contains(new byte[] {1});
            assertThat(now.face(faceId("c", 0)).orElseThrow().person()).isEqualTo(ann);
            assertThat(now.face(faceId("c", 1)).orElseThrow().person()).isEqualTo(bob);
            assertThat(now.face(faceId("c", 2)).orElseThrow().notAFace()).isTrue();
            assertThat(now.crop(faceId("c", 1))).contains(GalleryFixtures.crop(faceId("a", 1)));
            assertThat(now.person(ann).orElseThrow().cover()).isEqualTo(faceId("c", 0));
            assertThat(now.assertions())
                    .hasSize(5)
                    .noneMatch(said -> said.photos().contains(photoId("a")));
            assertThat(now.assertionsOf(photoId("c"))).hasSize(3);
            now.events()
                    .forEach(event -> assertThat(
                                    now.changes(event.number()).orElseThrow().toString())
                            .doesNotContain(photoId("a").sha256()));
        }
        assertThat(directory.check("test").findings()).isEmpty();
        people().undoRedo(Actor.COMMAND_LINE).undo(6);
        try (GallerySnapshot now = gallery.snapshot()) {
            assertThat(now.assertions()).isEmpty();
            assertThat(now.face(faceId("c", 2)).orElseThrow().notAFace()).isFalse();
            assertThat(now.person(ann).orElseThrow().name()).isNull();
        }
    }

    @Test
    void move_toAnotherId_keepsProfilesValid() {
        try (GalleryWriter writer = gallery.writer(PLANE);
                GallerySnapshot now = gallery.snapshot()) {
            writer.putProfiles(Map.of(
                    ann,
                    PersonProfile.of(
                            now.facesOf(ann).stream().map(StoredFace::face).toList())));
        }

        move(PhotoMove.renamed(photoId("a"), renamed("c", "/a.jpg")));

        try (GallerySnapshot now = gallery.snapshot()) {
            long faces = now.facesOf(ann).stream()
                    .mapToLong(face -> PersonProfile.faceFingerprint(
                            face.face().id(), face.face().embedding().magnitude()))
                    .sum();
            PersonProfile profile = Objects.requireNonNull(now.profiles().get(ann));
            assertThat(profile.describes(faces)).isTrue();
            assertThat(now.face(profile.cover())).isPresent();
        }
    }

    @Test
    void move_ofATurnedPicture_withAFaceFoundAroundAnother_isOneFaceThereAndBack() {
        sayAll();
        StoredPhoto upright;
        List<StoredFace> before;
        try (GallerySnapshot now = gallery.snapshot()) {
            upright = now.photo(photoId("a")).orElseThrow();
            before = now.faces(photoId("a"));
        }
        var there = PictureTurn.between(Orientation.UPRIGHT, Orientation.UPSIDE_DOWN, 640, 480);
        var back = PictureTurn.between(Orientation.UPSIDE_DOWN, Orientation.UPRIGHT, 640, 480);
        Face ada = face("a", 0, 20, 1, 0).face();
        Box lower = there.apply(ada.detection().box()).moved(20, 30);
        NewFace onItsHead = new NewFace(
                new Face(
                        faceId("a", 0),
                        new Detection(lower, there.apply(ada.detection().landmarks()), 0.6f),
                        face("a", 0, 5, 0, 1).face().embedding()),
                new byte[] {7});
        assertThat(lower.iou(there.apply(ada.detection().box()))).isLessThan(0.5f);

        move(PhotoMove.turned(photoId("a"), upright, there).withAddedFaces(List.of(onItsHead)));
        move(PhotoMove.turned(photoId("a"), upright, back).withAddedFaces(List.of(face("a", 0, 20, 1, 0))));

        try (GallerySnapshot now = gallery.snapshot()) {
            assertThat(now.faces(photoId("a")))
                    .extracting(face -> face.face().id(), StoredFace::person, StoredFace::notAFace)
                    .isEqualTo(before.stream()
                            .map(face -> tuple(face.face().id(), face.person(), face.notAFace()))
                            .toList());
        }
    }

    @Test
    void move_ofATurnedPicture_turnsTheBoxesOfFacesAndAssertions() {
        sayAll();
        var turn = PictureTurn.between(Orientation.UPRIGHT, Orientation.TURN_CLOCKWISE, 640, 480);
        StoredPhoto turned = new StoredPhoto(photoId("a"), GalleryFixtures.paths("/a.jpg"), 480, 640, null, 1, "JPEG");
        NewFace better = new NewFace(
                new Face(
                        faceId("a", 7),
                        turn.apply(face("a", 0, 30, 1, 0).face().detection()),
                        face("a", 0, 30, 0.9f, 0.1f).face().embedding()),
                new byte[] {7});
        NewFace found = new NewFace(
                new Face(
                        faceId("a", 0),
                        turn.apply(face("a", 4, 30, 1, 0).face().detection()),
                        face("a", 4, 30, 1, 0).face().embedding()),
                new byte[] {8});

        move(PhotoMove.turned(photoId("a"), turned, turn)
                .withAddedFaces(List.of(better, found))
                .withPreview(new byte[] {2}));

        Box before = face("a", 0, 20, 1, 0).face().detection().box();
        try (GallerySnapshot now = gallery.snapshot()) {
            List<StoredFace> faces = now.faces(photoId("a"));
            assertThat(faces).hasSize(4);
            assertThat(faces.getFirst().face().detection().box()).isEqualTo(turn.apply(before));
            assertThat(faces.getFirst().face().embedding().magnitude()).isEqualTo(30);
            assertThat(faces.getFirst().person()).isEqualTo(ann);
            assertThat(faces.get(2).notAFace()).isTrue();
            assertThat(faces.getLast().face().id().ordinal()).isEqualTo(3);
            assertThat(faces.getLast().person()).isNull();
            assertThat(now.preview(photoId("a"))).contains(new byte[] {2});
            assertThat(now.assertionsOf(photoId("a")))
                    .filteredOn(Assertion.Assigned.class::isInstance)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Assertion.Assigned.class,
                            said -> assertThat(said.box()).isEqualTo(turn.apply(before)));
        }
        people().undoRedo(Actor.COMMAND_LINE).undo(6);
        try (GallerySnapshot now = gallery.snapshot()) {
            assertThat(now.assertions()).isEmpty();
        }
    }

    @Test
    void move_toAPhotoThatIsThere_makesThemOne_andTheLatestWordCounts() {
        editor().name(ann, "Ann", false);
        editor().confirm(List.of(faceId("a", 0)), ann);
        PersonId other = Objects.requireNonNull(
                editor().split(List.of(faceId("b", 0)), "Zoe").person());
        editor().reject(List.of(faceId("b", 1)), ann);

        move(PhotoMove.renamed(photoId("b"), renamed("a", "/b.jpg")));

        try (GallerySnapshot now = gallery.snapshot()) {
            assertThat(now.photosAfter(null, 9)).containsExactly(photoId("a"));
            assertThat(now.photo(photoId("a")).orElseThrow().paths()).containsOnlyKeys("/a.jpg", "/b.jpg");
            assertThat(now.faces(photoId("a"))).hasSize(3);
            assertThat(now.face(faceId("a", 0)).orElseThrow().person()).isEqualTo(other);
            assertThat(now.face(faceId("a", 0)).orElseThrow().face().embedding().magnitude())
                    .isEqualTo(21);
            assertThat(now.assertions())
                    .filteredOn(said -> said.people().contains(ann) && said instanceof Assertion.Assigned)
                    .isEmpty();
            assertThat(now.person(ann).orElseThrow().name()).isEqualTo("Ann");
        }
        assertThat(directory.check("test").findings()).isEmpty();
    }

    @Test
    void move_ofAPhotoThatStays_saysTheSameOfTheOther() {
        sayAll();

        move(PhotoMove.renamed(photoId("a"), renamed("c", "/c.jpg")).leaving(Map.of("/a.jpg", Instant.EPOCH)));

        try (GallerySnapshot now = gallery.snapshot()) {
            for (String name : List.of("a", "c")) {
                assertThat(now.face(faceId(name, 0)).orElseThrow().person()).isEqualTo(ann);
                assertThat(now.face(faceId(name, 2)).orElseThrow().notAFace()).isTrue();
                assertThat(now.assertionsOf(photoId(name))).hasSize(3);
            }
            assertThat(now.person(ann).orElseThrow().cover()).isEqualTo(faceId("a", 0));
            assertThat(now.photo(photoId("a")).orElseThrow().id()).isEqualTo(photoId("a"));
        }
        assertThat(directory.check("test").findings()).isEmpty();
    }

    @Test
    void moves_inAChain_areDoneOneAfterAnother() {
        sayAll();

        move(
                PhotoMove.renamed(photoId("a"), renamed("c", "/a.jpg")),
                PhotoMove.renamed(photoId("c"), renamed("d", "/a.jpg")),
                PhotoMove.renamed(photoId("unknown"), renamed("e", "/e.jpg")));

        try (GallerySnapshot now = gallery.snapshot()) {
            assertThat(now.photosAfter(null, 9)).containsExactlyInAnyOrder(photoId("b"), photoId("d"));
            assertThat(now.photo(photoId("a")).orElseThrow().id()).isEqualTo(photoId("d"));
            assertThat(now.face(faceId("d", 0)).orElseThrow().person()).isEqualTo(ann);
            assertThat(now.person(ann).orElseThrow().cover()).isEqualTo(new FaceId(photoId("d"), 0));
        }
    }
}
