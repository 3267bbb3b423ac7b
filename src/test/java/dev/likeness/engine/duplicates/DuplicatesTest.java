package dev.likeness.engine.duplicates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.calibration.OperatingPoint;
import dev.likeness.calibration.QualityScale;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.PairDecisions;
import dev.likeness.engine.people.PairDecisions.Pair;
import dev.likeness.engine.people.People;
import dev.likeness.face.Actor;
import dev.likeness.face.Box;
import dev.likeness.face.CaptureTime;
import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.Landmarks;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Point;
import dev.likeness.face.Remedy;
import dev.likeness.face.UnitVector;
import dev.likeness.image.RgbImage;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.NewFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.index.lucene.GalleryDirectory;
import dev.likeness.scoring.HandMadeCalibration;
import dev.likeness.scoring.MatchScorer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// People are directions in space, their faces lie at an angle beside them. By the hand-made calibration
/// the evidence
/// is
/// 40 · cosine − 10 nats, and a face of a magnitude under 8.6 is poor.
class DuplicatesTest {
    private static final EmbedderStamp STAMP = new EmbedderStamp("hand-made", 8, "ab".repeat(32));
    private static final MatchScorer MEANING = new MatchScorer(
            new QualityScale(10, 1), HandMadeCalibration.of(STAMP.sha256(), "paper"), "test", OperatingPoint.BALANCED);
    private static final float CLEAR = 14;
    private static final float POOR = 8;

    @TempDir
    private Path folder;

    private GalleryDirectory galleries;
    private Gallery gallery;
    private GalleryWriter writer;

    @BeforeEach
    void makeTheGallery() {
        galleries = GalleryDirectory.of(IndexOptions.defaults().in(folder));
        gallery = galleries.create("made", STAMP);
        writer = gallery.writer(STAMP);
        // Bystanders who are like nobody.
        for (int axis = 4; axis < 8; axis++) {
            enrol(null, face("bystander-" + axis, CLEAR, axis, 0));
        }
    }

    @AfterEach
    void close() {
        writer.rollback();
        galleries.close();
    }

    @Test
    void duplicates_ofSomebodyEnrolledTwice_areOneGroupWithItsEvidence() {
        PersonId many = enrol("Ada", face("a", CLEAR, 0, 10), face("b", CLEAR, 0, -10), face("c", CLEAR, 0, 0));
        PersonId few = enrol(null, face("d", CLEAR, 0, 20));
        enrol("Bea", face("e", CLEAR, 1, 0));

        DuplicatesResult answer = find();

        assertThat(answer.people()).isEqualTo(7);
        assertThat(answer.pairs()).isEqualTo(21);
        assertThat(answer.exact()).isTrue();
        assertThat(answer.scoredBy()).isEqualTo("templates");
        assertThat(answer.groups()).hasSize(1);
        DuplicatesResult.Group group = answer.groups().getFirst();
        assertThat(group.facesAffected()).isEqualTo(1);
        assertThat(group.people())
                .extracting(DuplicatesResult.Person::person, DuplicatesResult.Person::name)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(many, "Ada"),
                        org.assertj.core.groups.Tuple.tuple(few, null));
        DuplicatesResult.Candidate pair = group.pairs().getFirst();
        assertThat(pair.cosine()).isCloseTo((float) Math.cos(Math.toRadians(20)), within(1e-5f));
        assertThat(pair.logLikelihoodRatio()).isCloseTo(60 * pair.cosine() - 20, within(1e-4));
        assertThat(pair.contraryEvidence()).isEmpty();
        // The two that lie ten degrees apart.
        assertThat(pair.bestFaces()).hasSize(3);
        assertThat(pair.bestFaces().getFirst().firstPath()).isEqualTo("/a.jpg");
        assertThat(pair.bestFaces().getFirst().secondPath()).isEqualTo("/d.jpg");
        assertThat(answer.offered()).isEqualTo(1);
        assertThat(answer.expectedFalse()).isCloseTo(1 - pair.probability(), within(1e-12));
        // One certain pair and half a pair, of 22.
        assertThat(answer.prior()).isCloseTo(1.5 / 22, within(1e-3));
    }

    @Test
    void duplicates_seenInOnePhoto_areLessProbableAndSaySo() {
        NewFace here = face("a", CLEAR, 0, 0);
        NewFace besides = face("a", 1, CLEAR, 0, 40);
        put("a", here, besides);
        enrolStored("Ada", here);
        enrolStored("Bea", besides);

        DuplicatesResult answer = find();

        DuplicatesResult.Candidate pair = answer.groups().getFirst().pairs().getFirst();
        assertThat(pair.logLikelihoodRatio()).isCloseTo(60 * pair.cosine() - 20 - Math.log(100), within(1e-4));
        assertThat(pair.contraryEvidence()).containsExactly("both are in /a.jpg", "they bear two names, Ada and Bea");
    }

    @Test
    void duplicates_whoWereToldApart_areNotOfferedAndNotCounted() {
        PersonId one = enrol("Ada", face("a", CLEAR, 0, 0));
        PersonId other = enrol("Bea", face("b", CLEAR, 0, 10));

        people().editor(Actor.LOCAL).markDifferent(one, other);

        DuplicatesResult answer = find();

        assertThat(answer.groups()).isEmpty();
        assertThat(answer.pairs()).isEqualTo(14);
        assertThat(answer.expectedDuplicates()).isLessThan(0.5);
    }

    @Test
    void duplicates_knownFromPoorFacesOnly_areTooPoorToTell() {
        enrol(null, face("a", POOR, 0, 0));
        enrol(null, face("b", POOR, 0, 10));

        DuplicatesResult answer = find();

        assertThat(answer.groups()).isEmpty();
        assertThat(answer.offered()).isZero();
        assertThat(answer.lowQuality()).hasSize(1);
        assertThat(answer.lowQuality().getFirst().contraryEvidence())
                .first()
                .isEqualTo("both are known from poor faces only, which are alike without being one person");
    }

    @Test
    void duplicates_oneOfThemClear_areOffered() {
        enrol(null, face("a", POOR, 0, 0));
        enrol(null, face("b", CLEAR, 0, 10));

        assertThat(find().groups()).hasSize(1);
    }

    @Test
    void duplicates_inThreePieces_areOneGroup() {
        enrol(null, face("a", CLEAR, 0, 0), face("b", CLEAR, 0, 5));
        enrol(null, face("c", CLEAR, 0, 15));
        enrol(null, face("d", CLEAR, 0, -15));

        DuplicatesResult answer = find();

        assertThat(answer.groups()).hasSize(1);
        assertThat(answer.groups().getFirst().people()).hasSize(3);
        assertThat(answer.groups().getFirst().pairs()).hasSize(3);
        assertThat(answer.groups().getFirst().facesAffected()).isEqualTo(2);
    }

    @Test
    void duplicates_whoseThirdWasToldApartFromTheFirst_areTwoGroups() {
        PersonId first = enrol(null, face("a", CLEAR, 0, 0));
        enrol(null, face("b", CLEAR, 0, 15));
        PersonId third = enrol(null, face("c", CLEAR, 0, 31));

        people().editor(Actor.LOCAL).markDifferent(first, third);

        DuplicatesResult answer = find();

        assertThat(answer.groups())
                .hasSize(2)
                .allSatisfy(group -> assertThat(group.people()).hasSize(2));
    }

    @Test
    void duplicates_mostProbable_comeFirst() {
        enrol(null, face("c", CLEAR, 0, 0), face("d", CLEAR, 0, 1));
        enrol(null, face("e", CLEAR, 0, 25), face("f", CLEAR, 0, 26));
        enrol(null, face("a", CLEAR, 1, 0));
        enrol(null, face("b", CLEAR, 1, 5));

        assertThat(find().groups())
                .extracting(DuplicatesResult.Group::facesAffected)
                .containsExactly(1, 2);
    }

    @Test
    void duplicates_inAChainWhoseEndsAreNoDuplicates_areTheirPairs() {
        PersonId first = enrol(null, face("a", CLEAR, 0, 0));
        PersonId middle = enrol(null, face("b", CLEAR, 0, 40));
        PersonId last = enrol(null, face("c", CLEAR, 0, 81));

        DuplicatesResult answer = find();

        assertThat(answer.groups())
                .extracting(group -> group.people().stream()
                        .map(DuplicatesResult.Person::person)
                        .toList())
                .containsExactly(List.of(first, middle), List.of(middle, last));
    }

    @Test
    void duplicates_withoutPairsOfOldPeople_areThoseOfTheNew() {
        PersonId old = enrol(null, face("a", CLEAR, 0, 0));
        PersonId older = enrol(null, face("b", CLEAR, 0, 5));
        PersonId recent = enrol(null, face("c", CLEAR, 0, 15));

        DuplicatesResult answer = findNewSince(older.value());

        assertThat(answer.lastPerson()).isEqualTo(recent.value());
        assertThat(answer.offered()).isEqualTo(2);
        assertThat(answer.groups().stream().flatMap(group -> group.pairs().stream()))
                .allSatisfy(
                        pair -> assertThat(List.of(pair.first(), pair.second())).contains(recent))
                .anySatisfy(pair -> assertThat(pair.first()).isEqualTo(old));
        assertThat(findNewSince(recent.value()).groups()).isEmpty();
    }

    @Test
    void duplicates_afterDecisions_countThem() {
        PersonId ada = enrol("Ada", face("a", CLEAR, 0, 0));
        PersonId again = enrol(null, face("b", CLEAR, 0, 5));
        PersonId bea = enrol("Bea", face("c", CLEAR, 1, 0));
        PersonId daughter = enrol("Cleo", face("d", CLEAR, 1, 5));
        Pair accepted = new Pair(ada, again);
        PairDecisions decisions = new PairDecisions(List.of(accepted), List.of(new Pair(bea, daughter)));

        EditResult result = people().editor(Actor.LOCAL).decide(decisions);

        assertThat(result.description())
                .isEqualTo("merged #%s into Ada (#%s), marked Bea (#%s) and Cleo (#%s) as different people"
                        .formatted(again, ada, bea, daughter));
        DuplicatesResult after = find();
        assertThat(after.groups()).isEmpty();
        assertThat(List.of(after.merged(), after.markedDifferent())).containsExactly(1, 1);
        people().undoRedo(Actor.LOCAL).undo(1);
        DuplicatesResult undone = find();
        assertThat(undone.offered()).isEqualTo(2);
        assertThat(List.of(undone.merged(), undone.markedDifferent())).containsExactly(0, 0);
    }

    @Test
    void decisions_inARow_followMergesAndRefuseWhatContradictsThem() {
        PersonId one = enrol("Ada", face("a", CLEAR, 0, 0));
        PersonId two = enrol(null, face("b", CLEAR, 0, 5));
        PersonId three = enrol(null, face("c", CLEAR, 0, 15));
        List<Pair> chain = List.of(new Pair(one, two), new Pair(two, three));

        assertThatThrownBy(() ->
                        people().editor(Actor.LOCAL).decide(new PairDecisions(chain, List.of(new Pair(one, three)))))
                .hasMessage("people that accepted pairs merge into one must not be rejected as a pair, got: Ada (#%s)"
                        .formatted(one));
        assertThat(find().people()).isEqualTo(7);

        people().editor(Actor.LOCAL).decide(new PairDecisions(chain, List.of()));
        assertThat(find().people()).isEqualTo(5);
    }

    @Test
    void automaticMerges_leaveChainsNamesRejectionsAndSharedPhotosToTheUser() {
        PersonId first = enrol(null, face("a", CLEAR, 0, 0));
        PersonId middle = enrol("Ada", face("b", CLEAR, 0, 40));
        PersonId last = enrol(null, face("c", CLEAR, 0, 81));
        enrol("Bea", face("d", CLEAR, 1, 0));
        enrol("Cleo", face("e", CLEAR, 1, 5));
        NewFace here = face("f", CLEAR, 2, 0);
        NewFace besides = face("f", 1, CLEAR, 2, 5);
        put("f", here, besides);
        enrolStored(null, here);
        enrolStored(null, besides);

        AutomaticMerges merges = AutomaticMerges.of(find());

        assertThat(merges.decisions().orElseThrow().accepted()).containsExactly(new Pair(middle, first));
        assertThat(merges.left())
                .extracting(AutomaticMerges.Left::reason)
                .containsExactlyInAnyOrder(
                        "they have different names",
                        "both are in one photo",
                        "part of a chain whose ends are not as probable");
        assertThat(merges.left())
                .anySatisfy(chain -> assertThat(chain.group().people())
                        .extracting(DuplicatesResult.Person::person)
                        .contains(last));
    }

    @Test
    void duplicates_ofHiddenPeople_areLeftOut() {
        PersonId one = enrol(null, face("a", CLEAR, 0, 0));
        enrol(null, face("b", CLEAR, 0, 10));
        people().editor(Actor.LOCAL).hide(one);

        assertThat(find().groups()).isEmpty();
    }

    @Test
    void duplicates_bornOnTwoDays_areNotOffered() {
        PersonId one = enrol(null, face("a", CLEAR, 0, 0));
        PersonId other = enrol(null, face("b", CLEAR, 0, 10));
        people().editor(Actor.LOCAL).setBirthDate(one, LocalDate.of(1990, 1, 2));
        assertThat(find().groups()).hasSize(1);

        people().editor(Actor.LOCAL).setBirthDate(other, LocalDate.of(1962, 3, 4));
        assertThat(find().groups()).isEmpty();

        people().editor(Actor.LOCAL).setBirthDate(other, LocalDate.of(1990, 1, 2));
        assertThat(find().groups()).hasSize(1);
    }

    @Test
    void duplicates_seenBeforeTheOtherWasBorn_sayThatItSpeaksAgainst() {
        PersonId one = enrol("Ada", face("a", CLEAR, 0, 0));
        taken = LocalDateTime.of(1980, 5, 6, 7, 8);
        enrol(null, face("b", CLEAR, 0, 10));
        people().editor(Actor.LOCAL).setBirthDate(one, LocalDate.of(1990, 1, 2));

        assertThat(find().groups().getFirst().pairs().getFirst().contraryEvidence())
                .containsExactly("Ada was born on 1990-01-02, and 1 photo of the other is from before");
    }

    @Test
    void duplicates_acceptedAsOne_areNoLongerListedAndComeBackWhenThatIsUndone() {
        PersonId one = enrol("Ada", face("a", CLEAR, 0, 0));
        PersonId other = enrol(null, face("b", CLEAR, 0, 10));
        DuplicatesResult before = find();

        people().editor(Actor.LOCAL).merge(List.of(other), one);
        assertThat(find().groups()).isEmpty();

        people().undoRedo(Actor.LOCAL).undo(1);
        assertThat(find()).isEqualTo(before);
    }

    @Test
    void duplicates_galleryUnchanged_areComparedOnce() {
        enrol("Ada", face("a", CLEAR, 0, 0), face("b", CLEAR, 0, 2));
        PersonId other = enrol(null, face("c", CLEAR, 0, 4));
        DuplicatesResult first = find();

        assertThat(find()).isSameAs(first);
        assertThat(findNewSince(other.value())).isNotSameAs(first);

        people().editor(Actor.LOCAL).name(other, "Bea", false);
        assertThat(find()).isNotSameAs(first);
    }

    @Test
    void duplicates_withoutCalibration_areRefused() {
        writer.commit();
        MatchScorer none = new MatchScorer(new QualityScale(10, 1), null, null, OperatingPoint.BALANCED);
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            assertThatThrownBy(() -> new Duplicates(DuplicatesRequest.of("made"), snapshot, none, () -> false).find())
                    .hasMessage("a search for duplicates needs a calibration, there is none for hand-made")
                    .isInstanceOfSatisfying(
                            LikenessException.class,
                            refused -> assertThat(refused.facts().remedies())
                                    .containsExactly(new Remedy.Calibrate("hand-made")));
        }
    }

    @Test
    void requests_outOfRange_areRefused() {
        assertThatThrownBy(() -> new DuplicatesRequest("made", 1, 1))
                .hasMessage("minProbability must be between 0 and 1, got: 1.0");
        assertThatThrownBy(() -> new DuplicatesRequest("made", .5, 0)).hasMessage("limit must be at least 1, got: 0");
    }

    private People people() {
        writer.close();
        return new People(gallery, _ -> MEANING, InstantSource.system());
    }

    private DuplicatesResult find() {
        return findNewSince(0);
    }

    private DuplicatesResult findNewSince(long person) {
        writer.close();
        DuplicatesRequest request = new DuplicatesRequest(
                "made", DuplicatesRequest.DEFAULT_MIN_PROBABILITY, DuplicatesRequest.DEFAULT_LIMIT, person);
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return new Duplicates(request, snapshot, MEANING, () -> false).find();
        }
    }

    private PersonId enrol(@Nullable String name, NewFace... faces) {
        for (NewFace face : faces) {
            put(photoOf.getOrDefault(face.face().id().photo(), ""), face);
        }
        return enrolStored(name, faces);
    }

    private PersonId enrolStored(@Nullable String name, NewFace... faces) {
        PersonId person = writer.newPersonId();
        writer.put(new Person(person, name));
        List<FaceId> ids = new ArrayList<>();
        for (NewFace face : faces) {
            ids.add(face.face().id());
        }
        writer.assign(ids, person);
        return person;
    }

    private @Nullable LocalDateTime taken;

    private final Map<PhotoId, String> photoOf = new TreeMap<>();

    private void put(String photo, NewFace... faces) {
        writer.put(
                new StoredPhoto(
                        faces[0].face().id().photo(),
                        new TreeMap<>(Map.of("/" + photo + ".jpg", Instant.EPOCH)),
                        100,
                        100,
                        taken == null ? null : CaptureTime.exif(taken),
                        1,
                        "jpeg"),
                List.of(faces));
    }

    private NewFace face(String photo, float magnitude, int axis, double degrees) {
        return face(photo, 0, magnitude, axis, degrees);
    }

    /// A face so many degrees from an axis, in the plane of that axis and the third after it.
    private NewFace face(String photo, int ordinal, float magnitude, int axis, double degrees) {
        PhotoId id = PhotoId.ofFile(photo.getBytes(StandardCharsets.UTF_8));
        photoOf.put(id, photo);
        float[] direction = new float[8];
        direction[axis] = (float) Math.cos(Math.toRadians(degrees));
        direction[(axis + 3) % 8] = (float) Math.sin(Math.toRadians(degrees));
        Landmarks landmarks = new Landmarks(
                new Point(1, 1), new Point(2, 1), new Point(1.5f, 1.5f), new Point(1, 2), new Point(2, 2));
        Detection detection = new Detection(new Box(0, 0, 10, 10), landmarks, .9f);
        Embedding embedding = new Embedding(UnitVector.normalized(direction), magnitude);
        return new NewFace(
                new Face(new FaceId(id, ordinal), detection, embedding), new RgbImage(8, 8, new byte[192]).toJpeg(90));
    }
}
