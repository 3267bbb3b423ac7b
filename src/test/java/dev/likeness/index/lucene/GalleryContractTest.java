package dev.likeness.index.lucene;

import static dev.likeness.index.lucene.GalleryFixtures.OTHER_PLANE;
import static dev.likeness.index.lucene.GalleryFixtures.PLANE;
import static dev.likeness.index.lucene.GalleryFixtures.crop;
import static dev.likeness.index.lucene.GalleryFixtures.face;
import static dev.likeness.index.lucene.GalleryFixtures.faceId;
import static dev.likeness.index.lucene.GalleryFixtures.photo;
import static dev.likeness.index.lucene.GalleryFixtures.photoId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.face.Assertion;
import dev.likeness.face.Assignment;
import dev.likeness.face.Box;
import dev.likeness.face.CaptureTime;
import dev.likeness.face.Constraints;
import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Face;
import dev.likeness.face.FaceFilter;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.PerceptualFingerprint;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.face.Rejection;
import dev.likeness.face.Remedy;
import dev.likeness.face.Template;
import dev.likeness.face.UnitVector;
import dev.likeness.face.UserAction;
import dev.likeness.index.Changes;
import dev.likeness.index.FaceSummary;
import dev.likeness.index.FoundFace;
import dev.likeness.index.FoundFaces;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryStatistics;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.Match;
import dev.likeness.index.NewFace;
import dev.likeness.index.SearchHits;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The contract of [Gallery], tested against every implementation. Most tests use three faces in two photos:
///
///            b-0 (0, 1)                 cosine to EAST
///             |    a-1 (3, 4)             a-0   1
///             |   /                       a-1   0.6
///             |  /                        b-0   0
///             | /
///             +--------- a-0 (1, 0) = EAST
///
///     photo a   trip/a.jpg   2020-05-01 12:00   a-0 magnitude 20, a-1 magnitude 10
///     photo b   home/b.jpg   no capture time    b-0 magnitude 30
///     photo c   home/c.jpg   no face
///
/// Ids are hashes of the names; b's happens to come before a's.
abstract class GalleryContractTest {
    private static final UnitVector EAST = UnitVector.of(1, 0);
    private static final LocalDateTime NOON = LocalDateTime.of(2020, 5, 1, 12, 0);
    private static final FaceId A0 = faceId("a", 0);
    private static final FaceId A1 = faceId("a", 1);
    private static final FaceId B0 = faceId("b", 0);
    private static final Box BOX = new Box(10, 20, 80, 110);

    /// An empty gallery named `demo` for [GalleryFixtures#PLANE].
    abstract Gallery empty();

    /// The same gallery, opened again as by a new process.
    abstract Gallery reopened();

    private Gallery threeFaces() {
        Gallery gallery = empty();
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            putThreeFaces(writer);
        }
        return gallery;
    }

    private static void putThreeFaces(GalleryWriter writer) {
        putA(writer);
        writer.put(photo("b", null, "home/b.jpg"), List.of(face("b", 0, 30, 0, 1)));
        writer.put(photo("c", null, "home/c.jpg"), List.of());
    }

    private static void putA(GalleryWriter writer) {
        writer.put(photo("a", NOON, "trip/a.jpg"), List.of(face("a", 0, 20, 1, 0), face("a", 1, 10, 3, 4)));
    }

    private static <T> T reading(Gallery gallery, Function<GallerySnapshot, T> question) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return question.apply(snapshot);
        }
    }

    private static List<FaceId> nearest(Gallery gallery, FaceFilter filter) {
        return reading(
                gallery,
                snapshot -> snapshot.nearest(EAST, 10, filter).matches().stream()
                        .map(Match::face)
                        .toList());
    }

    private static SearchHits nearest(Gallery gallery, int k) {
        return reading(gallery, snapshot -> snapshot.nearest(EAST, k, FaceFilter.none()));
    }

    private static SearchHits withinCosine(Gallery gallery, float minCosine) {
        return reading(gallery, snapshot -> snapshot.within(EAST, minCosine, FaceFilter.none()));
    }

    private static List<FaceId> facesOf(Gallery gallery, PersonId person) {
        return reading(
                gallery,
                snapshot -> snapshot.facesOf(person).stream()
                        .map(stored -> stored.face().id())
                        .toList());
    }

    @Test
    void photo_withFingerprint_keepsItWhenMoved() {
        byte[] grays = new byte[256];
        grays[3] = (byte) 200;
        StoredPhoto bare = photo("a", NOON, "trip/a.jpg");
        StoredPhoto photo = new StoredPhoto(
                bare.id(),
                bare.paths(),
                640,
                480,
                CaptureTime.exif(NOON),
                12_345,
                "JPEG",
                PerceptualFingerprint.of(grays));
        Gallery gallery = empty();
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.put(photo, List.of());
            writer.setPaths(photo.id(), GalleryFixtures.paths("home/a.jpg"));
        }

        Optional<StoredPhoto> read = reading(reopened(), snapshot -> snapshot.photo(photo.id()));
        assertThat(read).hasValue(photo.withPaths(GalleryFixtures.paths("home/a.jpg")));
    }

    @Test
    void nearest_threeFaces_returnsBestFirstWithCosines() {
        SearchHits hits = nearest(threeFaces(), 10);

        assertThat(hits.matches()).extracting(Match::face).containsExactly(A0, A1, B0);
        assertThat(hits.matches().get(0).cosine()).isEqualTo(1);
        assertThat(hits.matches().get(1).cosine()).isEqualTo(0.6f, within(1e-6f));
        assertThat(hits.matches().get(2).cosine()).isEqualTo(0, within(1e-6f));
        assertThat(hits.matches()).extracting(Match::magnitude).containsExactly(20f, 10f, 30f);
        assertThat(hits.visited()).isEqualTo(3);
        assertThat(hits.exact()).isTrue();
    }

    @Test
    void nearest_smallerK_returnsOnlyTheBest() {
        SearchHits hits = nearest(threeFaces(), 1);

        assertThat(hits.matches()).extracting(Match::face).containsExactly(A0);
    }

    @Test
    void nearestFaces_ofPhotosThatMovedOrHaveDrawnFaces_areAsLookedUpOneByOne() {
        Gallery gallery = threeFaces();
        requireFacesAsLookedUp(gallery, 3);
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.put(
                    photo("d", NOON, "trip/d.jpg", "home/d.jpg"),
                    List.of(face("d", FaceId.FIRST_DRAWN, 20, 1, 0), face("d", 1, 9, 0, 1)));
            writer.setPaths(photo("a", NOON, "trip/a.jpg").id(), GalleryFixtures.paths("moved/a.jpg"));
            writer.commit();
            requireFacesAsLookedUp(gallery, 5);
            writer.optimize();
            writer.commit();
        }
        requireFacesAsLookedUp(reopened(), 5);
    }

    private static void requireFacesAsLookedUp(Gallery gallery, int count) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            SearchHits hits = snapshot.nearest(EAST, 10, FaceFilter.none());
            FoundFaces found = snapshot.nearestFaces(EAST, 10, FaceFilter.none());

            assertThat(found.faces()).hasSize(count);
            assertThat(found.faces()).extracting(FoundFace::match).isEqualTo(hits.matches());
            assertThat(found.visited()).isEqualTo(hits.visited());
            assertThat(found.exact()).isEqualTo(hits.exact());
            for (FoundFace face : found.faces()) {
                FaceId id = face.match().face();
                StoredFace stored = snapshot.face(id).orElseThrow();
                assertThat(face.detection()).isEqualTo(stored.face().detection());
                assertThat(face.captureTime()).isEqualTo(stored.captureTime());
                assertThat(face.paths())
                        .containsExactlyElementsOf(
                                snapshot.photo(id.photo()).orElseThrow().paths().keySet());
            }
        }
    }

    @Test
    void nearestPeople_ofSeveralFaces_areInTheOrderOfTheirNearestOnes() {
        Gallery gallery = empty();
        PersonId ann;
        PersonId bob;
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            ann = writer.newPersonId();
            bob = writer.newPersonId();
            putThreeFaces(writer);
            writer.put(photo("d", NOON, "trip/d.jpg"), List.of(face("d", 0, 20, 4, 3), face("d", 1, 20, 1, 0)));
            writer.assign(List.of(A0, B0), ann);
            writer.assign(List.of(A1, new FaceId(photo("d", NOON, "trip/d.jpg").id(), 0)), bob);
        }
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            assertThat(snapshot.nearestPeople(EAST, 10, _ -> true)).containsExactly(ann, bob);
            assertThat(snapshot.nearestPeople(EAST, 1, _ -> true)).containsExactly(ann);
            assertThat(snapshot.nearestPeople(EAST, 10, bob::equals)).containsExactly(bob);
            assertThatThrownBy(() -> snapshot.nearestPeople(EAST, 0, _ -> true))
                    .isInstanceOf(LikenessException.class)
                    .hasMessage("k must be between 1 and 1000, got: 0");
        }
    }

    @Test
    void template_ofAPerson_isThatOfTheirFaces() {
        Gallery gallery = empty();
        PersonId ann;
        PersonId nobody;
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            ann = writer.newPersonId();
            nobody = writer.newPersonId();
            putThreeFaces(writer);
            writer.assign(List.of(A0, A1), ann);
        }
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            List<Embedding> faces = snapshot.facesOf(ann).stream()
                    .map(face -> face.face().embedding())
                    .toList();
            assertThat(snapshot.template(ann)).hasValue(Template.of(faces)).hasValue(Template.of(faces));
            assertThat(snapshot.template(nobody)).isEmpty();
        }
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.assign(List.of(A1), null);
        }
        Optional<Template> ofOneFace = reading(gallery, snapshot -> snapshot.template(ann));
        assertThat(ofOneFace.orElseThrow().faces()).isEqualTo(1);
    }

    @Test
    void within_faceAtTheThreshold_isIncluded() {
        Gallery gallery = threeFaces();
        float cosine = nearest(gallery, 2).matches().get(1).cosine();

        assertThat(withinCosine(gallery, cosine).matches())
                .extracting(Match::face)
                .containsExactly(A0, A1);
        assertThat(withinCosine(gallery, Math.nextUp(cosine)).matches())
                .extracting(Match::face)
                .containsExactly(A0);
        assertThat(withinCosine(gallery, -1).matches()).hasSize(3);
    }

    @Test
    void search_emptyGallery_findsNothing() {
        Gallery gallery = empty();

        assertThat(nearest(gallery, 10)).isEqualTo(new SearchHits(List.of(), 0, true));
        assertThat(withinCosine(gallery, 0)).isEqualTo(new SearchHits(List.of(), 0, true));
    }

    @Test
    void search_oneFace_findsIt() {
        Gallery gallery = empty();
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.put(photo("a"), List.of(face("a", 0, 20, -1, 0)));
        }

        assertThat(nearest(gallery, FaceFilter.none())).containsExactly(A0);
        assertThat(withinCosine(gallery, 0).matches()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1001})
    void nearest_kOutOfRange_throws(int k) {
        Gallery gallery = empty();

        assertThatThrownBy(() -> nearest(gallery, k))
                .hasMessage("k must be between 1 and 1000, got: " + k)
                .isInstanceOfSatisfying(
                        LikenessException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    @ParameterizedTest
    @ValueSource(floats = {-1.5f, 1.5f, Float.NaN})
    void within_cosineOutOfRange_throws(float minCosine) {
        Gallery gallery = empty();

        assertThatThrownBy(() -> withinCosine(gallery, minCosine))
                .hasMessage("minimum cosine must be between -1 and 1, got: " + minCosine);
    }

    @Test
    void search_queryOfAnotherDimension_throws() {
        Gallery gallery = threeFaces();
        UnitVector query = UnitVector.of(1, 0, 0);

        assertThatThrownBy(() -> reading(gallery, snapshot -> snapshot.nearest(query, 1, FaceFilter.none())))
                .hasMessage("a query must have the dimension of the gallery's vectors, 2, got: 3");
        assertThatThrownBy(() -> reading(gallery, snapshot -> snapshot.within(query, 0, FaceFilter.none())))
                .hasMessage("a query must have the dimension of the gallery's vectors, 2, got: 3");
    }

    @Test
    void filter_byMagnitude_includesBothEnds() {
        Gallery gallery = threeFaces();

        assertThat(nearest(gallery, FaceFilter.none().withMagnitude(10, 20))).containsExactly(A0, A1);
        assertThat(nearest(gallery, FaceFilter.none().withMagnitude(20.5f, Float.POSITIVE_INFINITY)))
                .containsExactly(B0);
    }

    @Test
    void filter_byCaptureTime_includesStartAndExcludesEnd() {
        Gallery gallery = threeFaces();

        assertThat(nearest(gallery, FaceFilter.none().captured(NOON, null))).containsExactly(A0, A1);
        assertThat(nearest(gallery, FaceFilter.none().captured(NOON.plusNanos(1), null)))
                .isEmpty();
        assertThat(nearest(gallery, FaceFilter.none().captured(null, NOON))).isEmpty();
        assertThat(nearest(gallery, FaceFilter.none().captured(null, NOON.plusNanos(1))))
                .containsExactly(A0, A1);
    }

    @Test
    void filter_byPathPrefix_followsThePhoto() {
        Gallery gallery = threeFaces();
        assertThat(nearest(gallery, FaceFilter.none().withPathPrefix("home/"))).containsExactly(B0);
        assertThat(nearest(gallery, FaceFilter.none().withPathPrefix("nowhere/")))
                .isEmpty();

        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.setPaths(photoId("a"), GalleryFixtures.paths("home/a.jpg", "trip/a.jpg"));
            writer.setPaths(photoId("b"), GalleryFixtures.paths("attic/b.jpg"));
        }

        assertThat(nearest(gallery, FaceFilter.none().withPathPrefix("home/"))).containsExactly(A0, A1);
        assertThat(nearest(gallery, FaceFilter.none().withPathPrefix("trip/"))).containsExactly(A0, A1);
        assertThat(nearest(gallery, FaceFilter.none().withPathPrefix("attic/"))).containsExactly(B0);
    }

    @Test
    void filter_byExcludedPhoto_findsTheOthers() {
        assertThat(nearest(threeFaces(), FaceFilter.none().excluding(photoId("a"))))
                .containsExactly(B0);
    }

    @Test
    void filter_byPeopleOrUnassigned_findsOnlyThose() {
        Gallery gallery = threeFaces();
        PersonId ann;
        PersonId bob;
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            ann = writer.newPersonId();
            bob = writer.newPersonId();
            writer.assign(List.of(A0), ann);
            writer.assign(List.of(B0), bob);
        }

        assertThat(nearest(gallery, FaceFilter.none().ofPeople(List.of(ann)))).containsExactly(A0);
        assertThat(nearest(gallery, FaceFilter.none().ofPeople(List.of(ann, bob))))
                .containsExactly(A0, B0);
        assertThat(nearest(gallery, FaceFilter.none().ofUnassigned())).containsExactly(A1);
    }

    @Test
    void filter_severalConditions_requiresAll() {
        Gallery gallery = threeFaces();

        assertThat(nearest(gallery, FaceFilter.none().withPathPrefix("trip/").withMagnitude(15, 100)))
                .containsExactly(A0);
    }

    @Test
    void face_stored_isReadBackUnchanged() {
        NewFace put = face("a", 1, 10, 3, 4);

        try (GallerySnapshot snapshot = threeFaces().snapshot()) {
            assertThat(snapshot.face(A1)).contains(new StoredFace(put.face(), null, null, false, NOON));
            assertThat(snapshot.faces(photoId("a")))
                    .extracting(stored -> stored.face().id())
                    .containsExactly(A0, A1);
            assertThat(snapshot.crop(A1))
                    .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(crop(A1)));
        }
    }

    @Test
    void photo_stored_isReadBackUnchanged() {
        try (GallerySnapshot snapshot = threeFaces().snapshot()) {
            assertThat(snapshot.photo(photoId("a"))).contains(photo("a", NOON, "trip/a.jpg"));
            assertThat(snapshot.photo(photoId("c"))).contains(photo("c", null, "home/c.jpg"));
            assertThat(snapshot.photoAt("home/c.jpg")).contains(photo("c", null, "home/c.jpg"));
        }
    }

    @Test
    void lookups_unknownIds_areEmpty() {
        try (GallerySnapshot snapshot = threeFaces().snapshot()) {
            assertThat(snapshot.photo(photoId("z"))).isEmpty();
            assertThat(snapshot.photoAt("home/z.jpg")).isEmpty();
            assertThat(snapshot.faces(photoId("c"))).isEmpty();
            assertThat(snapshot.face(faceId("a", 2))).isEmpty();
            assertThat(snapshot.crop(faceId("a", 2))).isEmpty();
            assertThat(snapshot.person(new PersonId(1))).isEmpty();
            assertThat(snapshot.personNamed("Ann")).isEmpty();
            assertThat(snapshot.facesOf(new PersonId(1))).isEmpty();
        }
    }

    @Test
    void streams_threeFaces_visitEachOnce() {
        List<FaceId> faces = new ArrayList<>();
        List<StoredPhoto> photos = new ArrayList<>();

        try (GallerySnapshot snapshot = threeFaces().snapshot()) {
            snapshot.forEachFace(stored -> faces.add(stored.face().id()));
            snapshot.forEachPhoto(photos::add);
        }

        assertThat(faces).containsExactlyInAnyOrder(A0, A1, B0);
        assertThat(photos)
                .containsExactlyInAnyOrder(
                        photo("a", NOON, "trip/a.jpg"), photo("b", null, "home/b.jpg"), photo("c", null, "home/c.jpg"));
    }

    @Test
    void statistics_threeFaces_countsAll() {
        Gallery gallery = threeFaces();
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.newPersonId();
        }

        GalleryStatistics statistics = reading(gallery, GallerySnapshot::statistics);

        assertThat(statistics.photos()).isEqualTo(3);
        assertThat(statistics.photosWithoutFace()).isEqualTo(1);
        assertThat(statistics.faces()).isEqualTo(3);
        assertThat(statistics.people()).isEqualTo(1);
        assertThat(statistics.segments()).isPositive();
        assertThat(statistics.bytes()).isPositive();
    }

    @Test
    void put_samePhotoTwice_replacesItAndItsFaces() {
        Gallery gallery = threeFaces();
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            putThreeFaces(writer);
            putThreeFaces(writer);
            writer.put(photo("a", NOON, "trip/a.jpg"), List.of(face("a", 0, 20, 0, -1)));
        }

        try (GallerySnapshot snapshot = gallery.snapshot()) {
            assertThat(snapshot.statistics().photos()).isEqualTo(3);
            assertThat(snapshot.statistics().faces()).isEqualTo(2);
            assertThat(snapshot.faces(photoId("a"))).hasSize(1);
            assertThat(snapshot.face(A0).orElseThrow().face().embedding().direction())
                    .isEqualTo(UnitVector.of(0, -1));
        }
    }

    @Test
    void put_faceOfAnotherPhoto_throws() {
        try (GalleryWriter writer = empty().writer(PLANE)) {
            assertThatThrownBy(() -> writer.put(photo("a"), List.of(face("b", 0, 20, 1, 0))))
                    .hasMessage("a face must be of the photo it is put with, %s, got: %s"
                            .formatted(photoId("a"), faceId("b", 0)));
        }
    }

    @Test
    void put_oneFaceIdTwice_throws() {
        try (GalleryWriter writer = empty().writer(PLANE)) {
            assertThatThrownBy(() -> writer.put(photo("a"), List.of(face("a", 0, 20, 1, 0), face("a", 0, 20, 0, 1))))
                    .hasMessage("a face id must be put once in a photo, got twice: " + A0);
        }
    }

    @Test
    void put_vectorOfAnotherDimension_throws() {
        try (GalleryWriter writer = empty().writer(PLANE)) {
            assertThatThrownBy(() -> writer.put(photo("a"), List.of(face("a", 0, 20, 1, 0, 0))))
                    .hasMessage("a face of gallery demo must have dimension 2, got: 3 for face " + A0);
        }
    }

    @Test
    void remove_photo_removesItsFaces() {
        Gallery gallery = threeFaces();
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.remove(photoId("a"));
            writer.remove(photoId("unknown"));
        }

        assertThat(nearest(gallery, FaceFilter.none())).containsExactly(B0);
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            assertThat(snapshot.photo(photoId("a"))).isEmpty();
            assertThat(snapshot.face(A0)).isEmpty();
            assertThat(snapshot.statistics().faces()).isEqualTo(1);
            assertThat(snapshot.within(EAST, -1, FaceFilter.none()).visited()).isEqualTo(1);
        }
    }

    @Test
    void setPaths_newPaths_changeNoFaceOrPerson() {
        Gallery gallery = threeFaces();
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            PersonId ann = writer.newPersonId();
            writer.assign(List.of(A0), ann);
            writer.setPaths(photoId("a"), GalleryFixtures.paths("x.jpg"));
            writer.setPaths(photoId("a"), GalleryFixtures.paths("y.jpg", "x.jpg"));
            writer.setPaths(photoId("c"), GalleryFixtures.paths("z.jpg"));
        }

        try (GallerySnapshot snapshot = gallery.snapshot()) {
            assertThat(snapshot.photo(photoId("a"))).contains(photo("a", NOON, "x.jpg", "y.jpg"));
            assertThat(snapshot.photoAt("trip/a.jpg")).isEmpty();
            assertThat(snapshot.photoAt("z.jpg")).isPresent();
            assertThat(snapshot.face(A0).orElseThrow().person()).isEqualTo(new PersonId(1));
            assertThat(snapshot.statistics().photos()).isEqualTo(3);
            assertThat(snapshot.statistics().photosWithoutFace()).isEqualTo(1);
        }
    }

    @Test
    void setPaths_unknownPhotoOrNoPath_throws() {
        try (GalleryWriter writer = threeFaces().writer(PLANE)) {
            assertThatThrownBy(() -> writer.setPaths(photoId("z"), GalleryFixtures.paths("z.jpg")))
                    .hasMessage("gallery demo has no photo " + photoId("z"))
                    .isInstanceOfSatisfying(
                            LikenessException.class,
                            missing -> assertThat(missing.code()).isEqualTo(ErrorCode.NOT_FOUND));
            assertThatThrownBy(() -> writer.setPaths(photoId("a"), GalleryFixtures.paths()))
                    .hasMessage("a photo must have at least one path, got none for photo " + photoId("a"));
        }
    }

    @Test
    void assign_inPlace_survivesCommitMergeAndReopen() {
        Gallery gallery = threeFaces();
        PersonId ann;
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            ann = writer.newPersonId();
            writer.assign(List.of(A0, B0), ann);
            writer.assign(List.of(A1), ann);
            writer.assign(List.of(A1), null);
            writer.commit();
            assertThat(facesOf(gallery, ann)).containsExactly(B0, A0);
            writer.put(photo("d"), List.of(face("d", 0, 20, 1, 1)));
            writer.optimize();
            assertThat(reading(gallery, GallerySnapshot::statistics).segments()).isEqualTo(1);
        }

        try (GallerySnapshot snapshot = reopened().snapshot()) {
            assertThat(snapshot.facesOf(ann))
                    .extracting(stored -> stored.face().id())
                    .containsExactly(B0, A0);
            assertThat(snapshot.face(A1).orElseThrow().person()).isNull();
        }
    }

    @Test
    void assign_unknownFace_isIgnored() {
        Gallery gallery = empty();
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.assign(List.of(A0), writer.newPersonId());
            putA(writer);
            writer.assign(List.of(B0), new PersonId(1));
        }

        assertThat(facesOf(gallery, new PersonId(1))).isEmpty();
    }

    @ParameterizedTest(name = "commit in between: {0}")
    @ValueSource(booleans = {false, true})
    void assign_beforePhotoIsPutAgain_isPreserved(boolean commit) {
        Gallery gallery = threeFaces();
        PersonId ann;
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            ann = writer.newPersonId();
            putA(writer);
            writer.assign(List.of(A0), ann);
            if (commit) {
                writer.commit();
            }
            putA(writer);
            writer.assign(List.of(A1), ann);
        }

        assertThat(facesOf(gallery, ann)).containsExactly(A0, A1);
        assertThat(nearest(gallery, 10).matches()).hasSize(3);
    }

    @Test
    void put_faceWithPerson_isAssigned() {
        Gallery gallery = empty();
        var ann = new PersonId(7);
        NewFace plain = face("a", 0, 20, 1, 0);
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.put(photo("a"), List.of(new NewFace(plain.face(), plain.crop(), ann)));
            assertThat(writer.newPersonId()).isEqualTo(new PersonId(8));
        }

        assertThat(facesOf(gallery, ann)).hasSize(1);
    }

    @Test
    void people_namedAndUnnamed_areFoundByIdAndName() {
        Gallery gallery = empty();
        Person ann;
        Person unnamed;
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            ann = new Person(writer.newPersonId(), "Ann Ó Súilleabháin");
            unnamed = new Person(writer.newPersonId(), null);
            writer.put(ann);
        }

        try (GallerySnapshot snapshot = gallery.snapshot()) {
            assertThat(snapshot.people()).containsExactly(ann, unnamed);
            assertThat(snapshot.person(ann.id())).contains(ann);
            assertThat(snapshot.person(unnamed.id())).contains(unnamed);
            assertThat(snapshot.personNamed("Ann Ó Súilleabháin")).contains(ann);
            assertThat(snapshot.personNamed("Ann")).isEmpty();
        }
    }

    @Test
    void removePeople_unassignsFacesAndDoesNotReuseIds() {
        Gallery gallery = threeFaces();
        PersonId ann;
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            ann = writer.newPersonId();
            writer.assign(List.of(A0, B0), ann);
            writer.removePeople(Set.of(ann));
        }
        assertThat(nearest(gallery, FaceFilter.none().ofUnassigned())).containsExactly(A0, A1, B0);
        assertThat(reading(gallery, GallerySnapshot::statistics).people()).isZero();

        try (GalleryWriter writer = reopened().writer(PLANE)) {
            assertThat(writer.newPersonId()).isEqualTo(new PersonId(ann.value() + 1));
        }
    }

    @Test
    void snapshot_whileWriterIsOpen_showsTheLastCommit() {
        Gallery gallery = empty();
        try (GalleryWriter writer = gallery.writer(PLANE);
                GallerySnapshot before = gallery.snapshot()) {
            putThreeFaces(writer);

            assertThat(nearest(gallery, FaceFilter.none())).isEmpty();
            try (GallerySnapshot uncommitted = writer.snapshot()) {
                assertThat(uncommitted.statistics().faces()).isEqualTo(3);
            }

            writer.commit();

            assertThat(nearest(gallery, FaceFilter.none())).hasSize(3);
            assertThat(before.statistics().faces()).isZero();
        }
    }

    @Test
    void writerSnapshot_withoutChanges_isOfTheLastCommit() {
        Gallery gallery = threeFaces();
        try (GalleryWriter writer = gallery.writer(PLANE);
                GallerySnapshot snapshot = writer.snapshot();
                GallerySnapshot committed = gallery.snapshot()) {
            assertThat(snapshot.version()).isEqualTo(committed.version());
        }
    }

    @Test
    void snapshot_afterRollback_showsTheLastCommit() {
        Gallery gallery = threeFaces();
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.remove(photoId("a"));
            writer.rollback();
        }

        assertThat(nearest(gallery, FaceFilter.none())).hasSize(3);
    }

    @Test
    void rollback_afterNewPersonId_discardsThePerson() {
        Gallery gallery = threeFaces();
        GalleryWriter writer = gallery.writer(PLANE);
        writer.newPersonId();
        writer.rollback();

        gallery.writer(PLANE).close();

        assertThat(reading(gallery, GallerySnapshot::people)).isEmpty();
    }

    @Test
    void snapshot_whileAPhotoIsStored_doesNotWait() throws Exception {
        Gallery gallery = threeFaces();
        var inside = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        // The writer asks for the faces while it holds its lock.
        List<NewFace> slow = new AbstractList<>() {
            @Override
            public NewFace get(int index) {
                return face("d", index, 30, 0, 1);
            }

            @Override
            public int size() {
                return 1;
            }

            @Override
            public void forEach(Consumer<? super NewFace> action) {
                inside.countDown();
                boolean interrupted = false;
                try {
                    interrupted = !leave.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException _) {
                    interrupted = true;
                }
                assertThat(interrupted).as("the snapshot waited for the writer").isFalse();
                super.forEach(action);
            }
        };
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            var failure = new AtomicReference<Throwable>();
            Thread writing = Thread.ofPlatform()
                    .uncaughtExceptionHandler((_, e) -> failure.set(e))
                    .start(() -> writer.put(photo("d"), slow));
            assertThat(inside.await(20, TimeUnit.SECONDS)).as("%s", failure).isTrue();
            try (GallerySnapshot snapshot = gallery.snapshot()) {
                assertThat(snapshot.statistics().faces()).isEqualTo(3);
            } finally {
                leave.countDown();
                writing.join();
            }
            assertThat(failure.get()).isNull();
        }
    }

    @Test
    void snapshot_writerRemovesAndCloses_doesNotChange() {
        Gallery gallery = threeFaces();
        try (GallerySnapshot before = gallery.snapshot()) {
            try (GalleryWriter writer = gallery.writer(PLANE)) {
                writer.remove(photoId("a"));
                writer.optimize();
            }

            assertThat(before.crop(A0)).isPresent();
            assertThat(before.nearest(EAST, 10, FaceFilter.none()).matches()).hasSize(3);
        }
        assertThat(nearest(gallery, FaceFilter.none())).containsExactly(B0);
    }

    @Test
    void snapshot_closed_throws() {
        GallerySnapshot snapshot = threeFaces().snapshot();
        snapshot.close();
        snapshot.close();

        assertThatThrownBy(snapshot::statistics)
                .isInstanceOf(LikenessException.class)
                .hasMessage("snapshot of gallery demo was used after it was closed");
    }

    @Test
    void writer_closed_throws() {
        GalleryWriter writer = empty().writer(PLANE);
        writer.close();
        writer.close();

        assertThatThrownBy(writer::commit)
                .isInstanceOf(LikenessException.class)
                .hasMessage("writer of gallery demo was used after it was closed");
    }

    @Test
    void rollback_afterCommit_discardsLaterChanges() {
        Gallery gallery = empty();
        GalleryWriter writer = gallery.writer(PLANE);
        putA(writer);
        writer.commit();
        writer.put(photo("b"), List.of(face("b", 0, 30, 0, 1)));
        writer.rollback();

        assertThat(nearest(gallery, FaceFilter.none())).containsExactly(A0, A1);
    }

    @Test
    void writer_second_throwsUntilTheFirstCloses() {
        Gallery gallery = empty();
        try (GalleryWriter _ = gallery.writer(PLANE)) {
            assertThatThrownBy(() -> gallery.writer(PLANE))
                    .hasMessage("gallery demo must have one writer at a time, and this process is writing to it")
                    .isInstanceOfSatisfying(
                            LikenessException.class,
                            locked -> assertThat(locked.code()).isEqualTo(ErrorCode.GALLERY_LOCKED));
        }
        gallery.writer(PLANE).close();
    }

    @Test
    void writer_forAnotherEmbedder_throwsAndReleasesTheLock() {
        Gallery gallery = empty();

        assertThatThrownBy(() -> gallery.writer(OTHER_PLANE))
                .hasMessage("gallery demo must be written with its own embedder plane (2-d, aaaaaaaaaaaa), got:"
                        + " other-plane (2-d, bbbbbbbbbbbb)")
                .isInstanceOfSatisfying(LikenessException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.GALLERY_INCOMPATIBLE);
                    assertThat(refused.facts().remedies())
                            .containsExactly(new Remedy.ReembedGallery("demo", "other-plane"));
                });
        gallery.writer(PLANE).close();
    }

    @Test
    void embedder_ofGalleryAndSnapshot_isTheGallerys() {
        Gallery gallery = empty();

        assertThat(gallery.name()).isEqualTo("demo");
        assertThat(gallery.embedder()).isEqualTo(PLANE);
        assertThat(reading(gallery, GallerySnapshot::embedder)).isEqualTo(PLANE);
    }

    @Test
    void reopened_committedFaces_areFound() {
        threeFaces();

        assertThat(nearest(reopened(), FaceFilter.none())).containsExactly(A0, A1, B0);
    }

    @Test
    void nearest_fiftyIdenticalFaces_areFoundInIdOrder() {
        Gallery gallery = empty();
        List<FaceId> copies = new ArrayList<>();
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            for (int i = 0; i < 50; i++) {
                String name = "copy" + i;
                writer.put(photo(name), List.of(face(name, 0, 20, 1, 0)));
                copies.add(faceId(name, 0));
            }
            putThreeFaces(writer);
        }
        copies.add(A0);
        copies.sort(null);

        SearchHits ten = nearest(gallery, 10);
        SearchHits all = nearest(gallery, 100);

        assertThat(ten.matches()).extracting(Match::face).isEqualTo(copies.subList(0, 10));
        assertThat(all.matches().subList(0, 51)).extracting(Match::face).isEqualTo(copies);
        assertThat(all.matches()).hasSize(53);
    }

    @Test
    void assignWithReason_isReadBackAndIndexesNoVector() {
        Gallery gallery = threeFaces();
        var leaf = new Assignment(Assignment.Reason.JOINED, 0.25f);
        PersonId ann;
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            ann = writer.newPersonId();
            writer.assignWithReason(Map.of(A0, leaf), ann);
            writer.assignWithReason(Map.of(B0, new Assignment(Assignment.Reason.NO_SIMILAR_FACE)), null);
        }

        try (GallerySnapshot snapshot = reopened().snapshot()) {
            assertThat(snapshot.face(A0)).hasValueSatisfying(face -> {
                assertThat(face.person()).isEqualTo(ann);
                assertThat(face.assignment()).isEqualTo(leaf);
            });
            assertThat(snapshot.face(B0).orElseThrow().assignment())
                    .isEqualTo(new Assignment(Assignment.Reason.NO_SIMILAR_FACE, Float.POSITIVE_INFINITY));
            assertThat(snapshot.face(A1).orElseThrow().assignment()).isNull();
        }
    }

    @Test
    void putProfiles_areReadBackUntilThePersonIsRemoved() {
        Gallery gallery = threeFaces();
        PersonProfile ann = new PersonProfile(A0, .5f, 7);
        PersonProfile bob = new PersonProfile(B0, null, -9);
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            PersonId first = writer.newPersonId();
            PersonId second = writer.newPersonId();
            writer.putProfiles(Map.of(first, new PersonProfile(A1, .1f, 1), second, bob));
            writer.putProfiles(Map.of(new PersonId(1), ann));
            writer.put(new Person(new PersonId(1), "Ann"));
        }
        assertThat(reading(reopened(), GallerySnapshot::profiles))
                .isEqualTo(Map.of(new PersonId(1), ann, new PersonId(2), bob));

        try (GalleryWriter writer = reopened().writer(PLANE)) {
            writer.removePeople(Set.of(new PersonId(1)));
        }
        assertThat(reading(reopened(), GallerySnapshot::profiles)).isEqualTo(Map.of(new PersonId(2), bob));
    }

    @Test
    void record_event_appliesAllChangesAndIsReadBackUnchanged() {
        Gallery gallery = threeFaces();
        var ann = new PersonId(7);
        var person = new Person(ann, "Ann", true, A0, LocalDate.of(1990, 2, 3), true, null);
        Assertion held = new Assertion.Assigned(A0, BOX, ann, true, 1);
        Assertion refused = new Assertion.Rejected(B0, BOX, ann, 1);
        Assertion apart = new Assertion.DifferentPeople(ann, new PersonId(9), 1);
        var event = new PeopleEvent(1, Instant.ofEpochMilli(1_234), new UserAction.Split(List.of(A0), ann, "Ann"));
        var changes = new Changes(
                List.of(new Changes.OfFace(
                        A0,
                        BOX,
                        new Changes.FaceAssignment(null, null),
                        new Changes.FaceAssignment(ann, new Assignment(Assignment.Reason.USER)))),
                List.of(new Changes.OfPerson(ann, null, person)),
                List.of(),
                List.of(held, refused, apart));
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.record(event, changes);
        }

        try (GallerySnapshot snapshot = reopened().snapshot()) {
            assertThat(snapshot.events()).containsExactly(event);
            assertThat(snapshot.changes(1)).contains(changes);
            assertThat(snapshot.changes(2)).isEmpty();
            assertThat(snapshot.assertions()).containsExactlyInAnyOrder(held, refused, apart);
            assertThat(snapshot.event(1)).contains(event);
            assertThat(snapshot.event(2)).isEmpty();
            assertThat(snapshot.assertionsOf(ann)).containsExactlyInAnyOrder(held, refused, apart);
            assertThat(snapshot.assertionsOf(new PersonId(9))).containsExactly(apart);
            assertThat(snapshot.assertionsOf(A0.photo())).containsExactly(held);
            assertThat(snapshot.assertionLike(new Assertion.DifferentPeople(ann, new PersonId(9), 5)))
                    .contains(apart);
            assertThat(snapshot.peopleNamed("Ann")).containsExactly(person);
            assertThat(snapshot.people()).containsExactly(person);
            assertThat(snapshot.constrainedPeople()).containsExactlyInAnyOrder(ann, new PersonId(9));
            assertThat(snapshot.constraints())
                    .isEqualTo(new Constraints(Map.of(A0, ann), Set.of(new Rejection(B0, ann))));
        }
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            assertThat(writer.newPersonId()).isEqualTo(new PersonId(8));
            assertThat(writer.nextEventNumber()).isEqualTo(2);
        }
    }

    @Test
    void record_rolledBack_changesNothing() {
        Gallery gallery = threeFaces();
        GalleryWriter writer = gallery.writer(PLANE);
        writer.record(
                new PeopleEvent(1, Instant.EPOCH, new UserAction.MarkedNotAFace(List.of(A0))),
                new Changes(List.of(), List.of(), List.of(), List.of(new Assertion.NotAFace(A0, BOX, 1))));
        writer.rollback();

        try (GallerySnapshot snapshot = gallery.snapshot()) {
            assertThat(snapshot.events()).isEmpty();
            assertThat(snapshot.assertions()).isEmpty();
        }
        assertThat(nearest(gallery, FaceFilter.none())).contains(A0);
    }

    @Test
    void constraints_personWithUserData_assignAllFaces() {
        Gallery gallery = threeFaces();
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.assign(List.of(A0, B0), writer.newPersonId());
            writer.assign(List.of(A1), writer.newPersonId());
            writer.put(new Person(new PersonId(1), "Ann"));
        }

        assertThat(reading(gallery, GallerySnapshot::constraints))
                .isEqualTo(new Constraints(Map.of(A0, new PersonId(1), B0, new PersonId(1)), Set.of()));
    }

    @ParameterizedTest(name = "forty changes, seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void lookups_afterRandomChanges_agreeWithTheStreams(long seed) {
        Gallery gallery = empty();
        Random random = new Random(seed);
        for (int round = 0; round < 4; round++) {
            try (GalleryWriter writer = gallery.writer(PLANE)) {
                for (int change = 0; change < 10; change++) {
                    changeSomething(writer, random);
                }
            }
            try (GallerySnapshot snapshot = gallery.snapshot()) {
                List<StoredFace> all = new ArrayList<>();
                snapshot.forEachFace(all::add);
                all.sort(Comparator.comparing(stored -> stored.face().id()));
                Set<PersonId> some = Set.of(new PersonId(1), new PersonId(3));

                assertThat(snapshot.facesOf(some))
                        .isEqualTo(all.stream()
                                .filter(face -> face.person() != null && some.contains(face.person()))
                                .toList());
                assertThat(snapshot.facesWithoutAssignment())
                        .isEqualTo(all.stream()
                                .filter(face -> face.assignment() == null)
                                .toList());
                List<FaceSummary> seen = new ArrayList<>();
                snapshot.scanFaces(face -> seen.add(face.summary()));
                assertThat(seen)
                        .containsExactlyInAnyOrderElementsOf(all.stream()
                                .map(face -> new FaceSummary(
                                        face.face().id(),
                                        face.face().embedding().magnitude(),
                                        face.person(),
                                        face.assignment(),
                                        face.captureTime()))
                                .toList());
                assertThat(snapshot.unassignedFaces()).isEqualTo((int)
                        all.stream().filter(face -> face.person() == null).count());
            }
        }
    }

    private static void changeSomething(GalleryWriter writer, Random random) {
        String name = "photo" + random.nextInt(8);
        FaceId face = faceId(name, random.nextInt(2));
        PersonId person = random.nextInt(4) == 0 ? null : new PersonId(1 + random.nextInt(3));
        switch (random.nextInt(6)) {
            case 0, 1 -> writer.put(photo(name), List.of(face(name, 0, 20, 1, 0), face(name, 1, 10, 3, 4)));
            case 2 -> writer.remove(photoId(name));
            case 3 ->
                writer.assignWithReason(
                        Map.of(
                                face,
                                new Assignment(
                                        person == null ? Assignment.Reason.NO_SIMILAR_FACE : Assignment.Reason.JOINED)),
                        person);
            case 4 -> writer.removePeople(Set.of(new PersonId(1 + random.nextInt(3))));
            default ->
                writer.record(
                        new PeopleEvent(1, Instant.EPOCH, new UserAction.MarkedNotAFace(List.of(face))),
                        new Changes(List.of(), List.of(), List.of(), List.of(new Assertion.NotAFace(face, BOX, 1))));
        }
    }

    @Test
    void notAFace_isFoundByNoSearchOrStreamUntilUnmarked() {
        Gallery gallery = threeFaces();
        Assertion none = new Assertion.NotAFace(A0, BOX, 1);
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.record(
                    new PeopleEvent(1, Instant.EPOCH, new UserAction.MarkedNotAFace(List.of(A0))),
                    new Changes(List.of(), List.of(), List.of(), List.of(none)));
        }

        assertThat(nearest(gallery, FaceFilter.none())).containsExactly(A1, B0);
        assertThat(nearest(gallery, FaceFilter.none().ofUnassigned())).containsExactly(A1, B0);
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            List<FaceId> streamed = new ArrayList<>();
            snapshot.forEachFace(face -> streamed.add(face.face().id()));
            assertThat(streamed).containsExactlyInAnyOrder(A1, B0);
            assertThat(snapshot.statistics().faces()).isEqualTo(2);
            assertThat(snapshot.faces(photoId("a")).getFirst())
                    .isEqualTo(new StoredFace(face("a", 0, 20, 1, 0).face(), null, null, true, NOON));
            assertThat(snapshot.crop(A0).orElseThrow()).isEqualTo(crop(A0));
        }

        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.record(
                    new PeopleEvent(2, Instant.EPOCH, new UserAction.UnmarkedNotAFace(List.of(A0))),
                    new Changes(List.of(), List.of(), List.of(none), List.of()));
        }

        assertThat(nearest(gallery, FaceFilter.none())).containsExactly(A0, A1, B0);
        assertThat(nearest(gallery, FaceFilter.none().captured(NOON, null))).containsExactly(A0, A1);
    }

    @Test
    void put_samePhotoWithFacesReordered_preservesDataByPosition() {
        Gallery gallery = threeFaces();
        var core = new Assignment(Assignment.Reason.CORE, 1);
        NewFace first = face("a", 0, 20, 1, 0);
        Assertion held = new Assertion.Assigned(A0, first.face().detection().box(), new PersonId(1), true, 1);
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            PersonId ann = writer.newPersonId();
            writer.assignWithReason(Map.of(A0, new Assignment(Assignment.Reason.USER)), ann);
            writer.assignWithReason(Map.of(A1, core), writer.newPersonId());
            writer.record(
                    new PeopleEvent(1, Instant.EPOCH, new UserAction.Confirmed(List.of(A0), ann)),
                    new Changes(List.of(), List.of(), List.of(), List.of(held)));
        }

        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.put(photo("a", NOON, "trip/a.jpg"), List.of(renumbered(1, 0), renumbered(0, 1)));
        }

        try (GallerySnapshot snapshot = gallery.snapshot()) {
            assertThat(snapshot.face(A1).orElseThrow().person()).isEqualTo(new PersonId(1));
            assertThat(snapshot.face(A0).orElseThrow().person()).isEqualTo(new PersonId(2));
            assertThat(snapshot.face(A0).orElseThrow().assignment()).isEqualTo(core);
            assertThat(snapshot.constraints().assigned()).isEqualTo(Map.of(A1, new PersonId(1)));
        }

        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.put(photo("a", NOON, "trip/a.jpg"), List.of(renumbered(1, 0)));
        }
        assertThat(reading(gallery, GallerySnapshot::constraints).assigned()).isEmpty();

        try (GalleryWriter writer = gallery.writer(PLANE)) {
            putA(writer);
        }
        assertThat(facesOf(gallery, new PersonId(1))).containsExactly(A0);
    }

    @Test
    void put_samePhotoAgainWithoutAPreview_keepsItUntilAFaceIsErased() {
        Gallery gallery = threeFaces();
        StoredPhoto photo = photo("a", NOON, "trip/a.jpg");
        byte[] preview = {1, 2, 3};
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.put(photo, List.of(face("a", 0, 20, 1, 0)), preview);
            writer.commit();
            writer.put(photo, List.of(face("a", 0, 20, 1, 0), face("a", 1, 10, 0, 1)));
            writer.setPaths(photo.id(), Map.of("trip/b.jpg", Instant.EPOCH));
        }
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            assertThat(snapshot.preview(photo.id()))
                    .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(preview));
        }

        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.erase(Set.of(), Set.of(A1), Set.of());
        }

        try (GallerySnapshot snapshot = gallery.snapshot()) {
            assertThat(snapshot.preview(photo.id())).isEmpty();
            assertThat(snapshot.faces(photo.id())).hasSize(1);
        }
    }

    @Test
    void put_samePhotoAgain_keepsADrawnFaceUntilADetectionIsTheSame() {
        Gallery gallery = threeFaces();
        NewFace drawn = face("a", FaceId.FIRST_DRAWN, 10, 0, 1);
        FaceId id = drawn.face().id();
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.put(photo("a", NOON, "trip/a.jpg"), List.of(face("a", 0, 20, 1, 0), drawn));
            writer.assign(List.of(id), writer.newPersonId());
            writer.commit();
            writer.put(photo("a", NOON, "trip/a.jpg"), List.of(face("a", 0, 20, 1, 0)));
        }

        PersonId ann = new PersonId(1);
        assertThat(facesOf(gallery, ann)).containsExactly(id);
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            assertThat(snapshot.crop(id))
                    .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(crop(id)));
        }

        Face same = new Face(A1, drawn.face().detection(), drawn.face().embedding());
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.put(photo("a", NOON, "trip/a.jpg"), List.of(new NewFace(same, drawn.crop())));
        }

        assertThat(facesOf(gallery, ann)).containsExactly(A1);
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            assertThat(snapshot.faces(photoId("a"))).hasSize(1);
        }
    }

    @Test
    void remove_thenPutAgain_appliesAssertionsAndPeopleAgain() {
        Gallery gallery = threeFaces();
        Assertion none = new Assertion.NotAFace(
                A1, face("a", 1, 10, 3, 4).face().detection().box(), 1);
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.assign(List.of(A0), writer.newPersonId());
            writer.put(new Person(new PersonId(1), "Ann"));
            writer.record(
                    new PeopleEvent(1, Instant.EPOCH, new UserAction.MarkedNotAFace(List.of(A1))),
                    new Changes(List.of(), List.of(), List.of(), List.of(none)));
            writer.remove(photoId("a"));
        }
        assertThat(reading(gallery, GallerySnapshot::constraints)).isEqualTo(Constraints.empty());

        try (GalleryWriter writer = gallery.writer(PLANE)) {
            putA(writer);
        }

        try (GallerySnapshot snapshot = gallery.snapshot()) {
            assertThat(snapshot.face(A0).orElseThrow().person()).isEqualTo(new PersonId(1));
            assertThat(snapshot.face(A1).orElseThrow().notAFace()).isTrue();
            assertThat(snapshot.assertions()).containsExactly(none);
        }
    }

    /// A face of photo a at the position of another ordinal.
    private static NewFace renumbered(int place, int ordinal) {
        Face found = (place == 0 ? face("a", 0, 20, 1, 0) : face("a", 1, 10, 3, 4)).face();
        return new NewFace(new Face(faceId("a", ordinal), found.detection(), found.embedding()), crop(A0));
    }
}
