package dev.likeness.engine.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import dev.likeness.calibration.OperatingPoint;
import dev.likeness.calibration.QualityScale;
import dev.likeness.face.Actor;
import dev.likeness.face.Assertion;
import dev.likeness.face.Assignment;
import dev.likeness.face.Assignment.Reason;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.face.Remedy;
import dev.likeness.face.UserAction;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.StoredFace;
import dev.likeness.index.lucene.GalleryDirectory;
import dev.likeness.scoring.MatchScorer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two people of three faces each, every face in a photo of its own:
///
///     person 1   faces 0, 1, 2
///     person 2   faces 3, 4, 5
class PeopleTest {
    private static final PersonId ONE = new PersonId(1);
    private static final PersonId TWO = new PersonId(2);

    @TempDir
    private Path folder;

    private final List<FaceId> faces = new ArrayList<>();
    private GalleryDirectory galleries;
    private Gallery gallery;
    private People people;
    private PeopleEditor editor;
    private UndoRedo undoRedo;

    @BeforeEach
    void makeTheGallery() {
        SyntheticLibrary library = new SyntheticLibrary(new Random(7), 3);
        galleries = GalleryDirectory.of(IndexOptions.defaults().in(folder));
        gallery = galleries.create("test", SyntheticLibrary.STAMP);
        try (GalleryWriter writer = gallery.writer(SyntheticLibrary.STAMP)) {
            writer.newPersonId();
            writer.newPersonId();
            for (int i = 0; i < 6; i++) {
                int photo = library.shoot();
                writer.put(library.photo(photo), library.detect(photo, false).subList(0, 1));
                FaceId face = new FaceId(library.id(photo), 0);
                faces.add(face);
                writer.assignWithReason(Map.of(face, new Assignment(Reason.CORE, 1)), i < 3 ? ONE : TWO);
            }
        }
        people = new People(
                gallery,
                _ -> {
                    throw new AssertionError("no quality is asked for");
                },
                InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z")));
        editor = people.editor(Actor.LOCAL);
        undoRedo = people.undoRedo(Actor.LOCAL);
    }

    @AfterEach
    void close() {
        galleries.close();
    }

    @Test
    void refuse_confirmedFace_namesBothFactsTheTimeAndTheWayOut() {
        editor.name(ONE, "Ada", false);
        editor.confirm(List.of(faces.getFirst()), ONE);

        assertThatThrownBy(() -> editor.reject(List.of(faces.getFirst()), ONE))
                .hasMessage(
                        "an edit must not contradict an earlier one, got: /library/0.jpg#0 is not Ada (#1) (now), but: /library/0.jpg#0 is Ada (#1) (event 2, 2026-01-02T03:04:05Z)")
                .isInstanceOfSatisfying(LikenessException.class, refused -> {
                    FaceId face = faces.getFirst();
                    assertThat(refused.code()).isEqualTo(ErrorCode.CONTRADICTION);
                    assertThat(refused.facts())
                            .isEqualTo(new ErrorFacts(
                                    List.of(ONE),
                                    List.of(new ErrorFacts.LabelledFace(face, "/library/0.jpg#0")),
                                    List.of(),
                                    List.of(
                                            new Remedy.RetractFace("test", face, "/library/0.jpg#0"),
                                            new Remedy.UndoLastEdit("test", 2))));
                });
    }

    @Test
    void contradiction_ofAnEarlierEdit_canBeUndoneOnlyWhereTheUndoReachesIt() {
        editor.markDifferent(TWO, ONE);
        editor.name(ONE, "Ada", false);
        assertThat(remediesOfMerge()).containsExactly(new Remedy.UnmarkDifferent("test", ONE, TWO));

        undoRedo.undo(1);
        assertThat(remediesOfMerge())
                .containsExactly(new Remedy.UnmarkDifferent("test", ONE, TWO), new Remedy.UndoLastEdit("test", 1));

        undoRedo.undo(1);
        undoRedo.redo(1);
        assertThat(remediesOfMerge())
                .containsExactly(new Remedy.UnmarkDifferent("test", ONE, TWO), new Remedy.UndoLastEdit("test", 1));
    }

    private List<Remedy> remediesOfMerge() {
        return catchThrowableOfType(LikenessException.class, () -> editor.merge(List.of(ONE), TWO))
                .facts()
                .remedies();
    }

    @Test
    void names_inUse_areRefusedWithWhatResolvesIt() {
        editor.name(ONE, "Ada", false);

        assertThat(catchThrowableOfType(LikenessException.class, () -> editor.name(TWO, "Ada", false))
                        .facts())
                .isEqualTo(ErrorFacts.ofPerson(
                        ONE,
                        new Remedy.MergePeople("test", List.of(TWO), ONE),
                        new Remedy.AllowSameName("test", TWO, List.of(), List.of(new UserAction.Named(TWO, "Ada")))));
        List<FaceId> moved = List.of(faces.get(4));
        assertThat(catchThrowableOfType(LikenessException.class, () -> editor.split(moved, "Ada"))
                        .facts())
                .isEqualTo(ErrorFacts.ofPerson(ONE, new Remedy.MoveFaces("test", moved, ONE)));
    }

    @Test
    void changePerson_ofSeveralMembers_isOneEventThatOneUndoTakesBack() {
        EditResult result = editor.changePerson(
                ONE,
                List.of(
                        new UserAction.Named(ONE, "Ada"),
                        new UserAction.CoverChosen(ONE, faces.get(1)),
                        new UserAction.BirthDateSet(ONE, LocalDate.of(1815, 12, 10)),
                        new UserAction.Shown(ONE)),
                false);

        assertThat(result.event()).isEqualTo(1);
        assertThat(result.description())
                .isEqualTo(
                        "named #1 Ada, chose face %s as the cover of Ada (#1), set the birth date of Ada (#1) to 1815-12-10"
                                .formatted(faces.get(1)));
        assertThat(people.history()).extracting(HistoryEntry::type).containsExactly(HistoryEntry.Type.COMBINED);
        undoRedo.undo(1);
        assertThat(people.find(ONE)).hasValue(new Person(ONE, null));
    }

    @Test
    void changePerson_withABadCover_leavesNoEvent() {
        assertThatThrownBy(() -> editor.changePerson(
                        ONE,
                        List.of(new UserAction.Named(ONE, "Ada"), new UserAction.CoverChosen(ONE, faces.get(4))),
                        false))
                .isInstanceOfSatisfying(
                        LikenessException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));

        assertThat(people.history()).isEmpty();
        assertThat(people.find(ONE)).hasValue(new Person(ONE, null));
    }

    @Test
    void changePerson_toANameInUse_offersToRepeatAllChanges() {
        editor.name(ONE, "Ada", false);
        List<UserAction.PersonChange> changes =
                List.of(new UserAction.BirthDateSet(TWO, null), new UserAction.Named(TWO, "Ada"));

        assertThat(catchThrowableOfType(LikenessException.class, () -> editor.changePerson(TWO, changes, false))
                        .facts()
                        .remedies())
                .containsExactly(
                        new Remedy.MergePeople("test", List.of(TWO), ONE),
                        new Remedy.AllowSameName("test", TWO, List.of(), changes));
    }

    @Test
    void merge_withANewName_isOneEventThatOneUndoTakesBack() {
        EditResult result = editor.merge(List.of(TWO), ONE, "Ada", false);

        assertThat(result.description()).isEqualTo("merged #2 into Ada (#1), named #1 Ada");
        assertThat(people.list(PeopleOrder.NAME, true)).hasSize(1);
        assertThat(people.named("Ada")).map(Person::id).hasValue(ONE);
        undoRedo.undo(1);
        assertThat(people.find(ONE)).hasValue(new Person(ONE, null));
        assertThat(people.list(PeopleOrder.NAME, true)).hasSize(2);
        assertThat(people.history()).hasSize(2);
    }

    @Test
    void merge_withANameInUse_changesNothingAndOffersToMergeAllOrToAllowIt() {
        PersonId three = Objects.requireNonNull(
                editor.split(List.of(faces.get(5)), "Ada").person());

        List<Remedy> remedies = catchThrowableOfType(
                        LikenessException.class, () -> editor.merge(List.of(TWO), ONE, "Ada", false))
                .facts()
                .remedies();

        assertThat(remedies)
                .containsExactly(
                        new Remedy.MergePeople("test", List.of(TWO, ONE), three),
                        new Remedy.AllowSameName("test", ONE, List.of(TWO), List.of(new UserAction.Named(ONE, "Ada"))));
        assertThat(people.history()).hasSize(1);
        assertThat(editor.merge(List.of(TWO), ONE, "Ada", true).event()).isEqualTo(2);
    }

    @Test
    void move_withOthersRejected_isOneEventThatOneUndoTakesBack() {
        EditResult result = editor.move(List.of(faces.get(3)), ONE, List.of(faces.get(4)));

        assertThat(result.event()).isEqualTo(1);
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            assertThat(snapshot.facesOf(ONE)).hasSize(4);
            assertThat(snapshot.assertions())
                    .filteredOn(Assertion.Rejected.class::isInstance)
                    .extracting(rejection -> ((Assertion.Rejected) rejection).face())
                    .containsExactly(faces.get(4));
        }
        undoRedo.undo(1);
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            assertThat(snapshot.facesOf(ONE)).hasSize(3);
            assertThat(snapshot.assertions()).isEmpty();
        }
    }

    @Test
    void move_withAFaceInBothLists_isRejected() {
        assertThatThrownBy(() -> editor.move(List.of(faces.get(3)), ONE, List.of(faces.get(3))))
                .isInstanceOfSatisfying(
                        LikenessException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    @Test
    void history_hasTypePeopleFacesAndOriginalOfEveryEvent() {
        editor.name(ONE, "Ada", false);
        editor.confirm(faces.subList(0, 2), ONE);
        undoRedo.undo(1);
        undoRedo.redo(1);
        editor.merge(List.of(TWO), ONE);

        assertThat(people.history())
                .extracting(HistoryEntry::type, HistoryEntry::people, HistoryEntry::faces, HistoryEntry::original)
                .containsExactly(
                        tuple(HistoryEntry.Type.MERGE_PEOPLE, List.of(ONE, TWO), List.of(), null),
                        tuple(HistoryEntry.Type.REDO, List.of(ONE), faces.subList(0, 2), 2L),
                        tuple(HistoryEntry.Type.UNDO, List.of(ONE), faces.subList(0, 2), 2L),
                        tuple(HistoryEntry.Type.CONFIRM_FACES, List.of(ONE), faces.subList(0, 2), null),
                        tuple(HistoryEntry.Type.NAME_PERSON, List.of(ONE), List.of(), null));
        assertThat(people.history()).extracting(HistoryEntry::name).containsExactly(null, null, null, null, "Ada");
        assertThat(HistoryEntry.Type.UNMARK_NOT_A_FACE).hasToString("unmark-not-a-face");
    }

    @Test
    void refuse_faceOfANamedPerson_needsNothingTakenBack() {
        editor.name(ONE, "Ada", false);

        EditResult result = editor.reject(List.of(faces.getFirst()), ONE);

        assertThat(result.faces()).containsExactly(faces.getFirst());
        assertThat(people.list(PeopleOrder.NAME, false).getFirst().faces()).isEqualTo(2);
        assertThat(placementOf(0)).isEqualTo(new Assignment(Reason.REJECTED));
    }

    @Test
    void refuse_faceOfAnUnknownPerson_holdsTheirBestOtherFace() {
        editor.reject(List.of(faces.getFirst()), ONE);

        List<Assertion> facts = read(GallerySnapshot::assertions);
        assertThat(facts)
                .filteredOn(Assertion.Assigned.class::isInstance)
                .singleElement()
                .satisfies(assertion -> {
                    assertThat(((Assertion.Assigned) assertion).confirmed()).isFalse();
                    assertThat(faces.subList(1, 3)).contains(((Assertion.Assigned) assertion).face());
                });
        assertThat(read(GallerySnapshot::constraints).assigned()).hasSize(1).containsValue(ONE);
    }

    @Test
    void split_ofAnUnknownPerson_holdsBothSides() {
        EditResult result = editor.split(List.of(faces.getFirst()), null);

        assertThat(result.person()).isEqualTo(new PersonId(3));
        assertThat(read(GallerySnapshot::constraints).assigned())
                .hasSize(2)
                .containsEntry(faces.getFirst(), new PersonId(3))
                .containsValue(ONE);
    }

    @Test
    void move_ofTheLastFace_forgetsWhoIsLeftWithNothing() {
        editor.move(faces.subList(3, 6), ONE);

        assertThat(read(GallerySnapshot::people)).containsExactly(new Person(ONE, null));

        undoRedo.undo(1);

        assertThat(read(GallerySnapshot::people)).containsExactly(new Person(ONE, null), new Person(TWO, null));
        assertThat(placementOf(5)).isEqualTo(new Assignment(Reason.CORE, 1));
    }

    @Test
    void nameFace_inAGroup_namesTheFaceAndNotTheGroup() {
        editor.nameFace(faces.getFirst(), "Eve");
        editor.nameFace(faces.get(3), "Eve");

        assertThat(people.list(PeopleOrder.NAME, false))
                .extracting(PersonListItem::name, PersonListItem::faces)
                .containsExactly(tuple("Eve", 2), tuple(null, 2), tuple(null, 2));
    }

    @Test
    void merge_keepsTheNameThereIs_andUndoBringsBothBack() {
        editor.name(TWO, "Bob", false);
        editor.setBirthDate(TWO, LocalDate.of(1990, 1, 1));
        editor.cover(TWO, faces.get(4));

        editor.merge(List.of(TWO), ONE);

        assertThat(people.list(PeopleOrder.PHOTOS, false)).singleElement().satisfies(bob -> {
            assertThat(bob.name()).isEqualTo("Bob");
            assertThat(bob.faces()).isEqualTo(6);
            assertThat(bob.birthDate()).isEqualTo(LocalDate.of(1990, 1, 1));
            assertThat(bob.cover()).isEqualTo(faces.get(4));
        });
        undoRedo.undo(1);
        assertThat(people.references().person("Bob")).isEqualTo(TWO);
        assertThat(people.list(PeopleOrder.PHOTOS, false))
                .extracting(PersonListItem::faces)
                .containsExactly(3, 3);
    }

    @Test
    void merge_ofPeopleToldApart_isRefused() {
        editor.markDifferent(TWO, ONE);

        assertThatThrownBy(() -> editor.merge(List.of(ONE), TWO))
                .hasMessageContaining("#1 and #2 are different people (event 1, 2026-01-02T03:04:05Z)");
    }

    @Test
    void cover_ofAFaceThatIsMovedAway_isTheBestAgain() {
        editor.cover(ONE, faces.get(1));
        editor.move(List.of(faces.get(1)), TWO);

        Person one = read(snapshot -> snapshot.person(ONE).orElseThrow());
        assertThat(one.cover()).isNull();
    }

    @Test
    void list_whateverHappenedToTheFaces_showsWhatThePresentOnesSay() {
        try (GalleryWriter writer = gallery.writer(SyntheticLibrary.STAMP)) {
            writer.putProfiles(Map.of(ONE, drawn(ONE), TWO, drawn(TWO)));
        }
        assertShown(ONE, drawn(ONE));

        editor.move(List.of(faces.get(1)), TWO);
        assertShown(ONE, drawn(ONE));
        assertShown(TWO, drawn(TWO));
        undoRedo.undo(1);
        assertShown(TWO, drawn(TWO));
        editor.markNotAFace(List.of(faces.getLast()));
        assertShown(TWO, drawn(TWO));
        editor.cover(ONE, faces.get(2));
        assertThat(shown(ONE).cover()).isEqualTo(faces.get(2));
        assertThat(shown(ONE).confidence()).isEqualTo(drawn(ONE).confidence());
        editor.merge(List.of(TWO), ONE);
        assertThat(shown(ONE).confidence()).isEqualTo(drawn(ONE).confidence());
        assertThat(read(GallerySnapshot::profiles)).containsOnlyKeys(ONE);
    }

    @Test
    void list_byConfidence_beginsWithThoseWhoseFacesAgreeLeast() {
        List<PersonListItem> list = people.list(PeopleOrder.CONFIDENCE, false);

        assertThat(list).hasSize(2);
        assertThat(list.getFirst().confidence()).isLessThan(list.getLast().confidence());
    }

    @Test
    void review_listsTheLeastSureFirst_andNobodyTheUserSpokeFor() {
        People asked = new People(gallery, _ -> meaning(), InstantSource.system());
        try (GalleryWriter writer = gallery.writer(SyntheticLibrary.STAMP)) {
            writer.assignWithReason(Map.of(faces.get(4), new Assignment(Reason.JOINED, .25f)), TWO);
            writer.assignWithReason(Map.of(faces.get(5), new Assignment(Reason.AMBIGUOUS, .5f)), null);
            writer.assignWithReason(Map.of(faces.get(3), new Assignment(Reason.CORE)), TWO);
        }

        assertThat(asked.uncertainFaces(3))
                .extracting(UncertainFace::face, UncertainFace::person, UncertainFace::reason, UncertainFace::margin)
                .startsWith(tuple(faces.get(4), TWO, "joined", .25f), tuple(faces.get(5), null, "ambiguous", .5f))
                .hasSize(3);
        editor.confirm(List.of(faces.get(4)), TWO);
        editor.hide(ONE);
        assertThat(asked.uncertainFaces(3)).extracting(UncertainFace::face).containsExactly(faces.get(5));
        assertThatThrownBy(() -> asked.uncertainFaces(0)).hasMessage("limit must be at least 1, got: 0");
    }

    @Test
    void reason_ofAFaceThatJoinedItsPerson_isSuggestedWhileItIsPoorAndNobodyConfirmedIt() {
        List<FaceId> byMagnitude = faces.stream()
                .sorted(Comparator.comparingDouble(face -> read(snapshot -> magnitude(snapshot, face))))
                .toList();
        FaceId poor = byMagnitude.getFirst();
        FaceId clear = byMagnitude.getLast();
        try (GalleryWriter writer = gallery.writer(SyntheticLibrary.STAMP)) {
            writer.assignWithReason(
                    Map.of(
                            poor, new Assignment(Reason.JOINED, .25f),
                            clear, new Assignment(Reason.JOINED, .5f)),
                    TWO);
        }
        double poorMagnitude = read(snapshot -> magnitude(snapshot, poor));
        double clearMagnitude = read(snapshot -> magnitude(snapshot, clear));
        // The clear face has quality 50, and the poor one, three widths below it, has 5.
        QualityScale scale = new QualityScale(clearMagnitude, (clearMagnitude - poorMagnitude) / 3);
        People asked = new People(
                gallery, _ -> new MatchScorer(scale, null, null, OperatingPoint.BALANCED), InstantSource.system());

        assertThat(reasons(asked)).containsEntry(poor, "suggested").containsEntry(clear, "joined");
        assertThat(asked.uncertainFaces(2)).extracting(UncertainFace::reason).containsExactly("suggested", "joined");
        editor.confirm(List.of(poor), TWO);
        assertThat(reasons(asked)).containsEntry(poor, "user").containsEntry(clear, "joined");
    }

    private static Map<FaceId, String> reasons(People people) {
        return people.get(TWO).faces().stream()
                .collect(Collectors.toMap(PersonDetails.PersonFace::face, face -> String.valueOf(face.reason())));
    }

    private static double magnitude(GallerySnapshot snapshot, FaceId face) {
        return snapshot.face(face).orElseThrow().face().embedding().magnitude();
    }

    private static MatchScorer meaning() {
        return new MatchScorer(new QualityScale(10, 1), null, null, OperatingPoint.BALANCED);
    }

    private PersonListItem shown(PersonId person) {
        return people.list(PeopleOrder.NAME, true).stream()
                .filter(one -> one.person().equals(person))
                .findFirst()
                .orElseThrow();
    }

    private void assertShown(PersonId person, PersonProfile profile) {
        assertThat(shown(person))
                .extracting(PersonListItem::cover, PersonListItem::confidence)
                .containsExactly(profile.cover(), profile.confidence());
    }

    private PersonProfile drawn(PersonId person) {
        return PersonProfile.of(read(snapshot ->
                snapshot.facesOf(person).stream().map(StoredFace::face).toList()));
    }

    @Test
    void undo_afterAGroupingMovedTheFaceOn_leavesItThere() {
        PersonId three;
        editor.reject(List.of(faces.getFirst()), ONE);
        try (GalleryWriter writer = gallery.writer(SyntheticLibrary.STAMP)) {
            three = writer.newPersonId();
            writer.assignWithReason(Map.of(faces.getFirst(), new Assignment(Reason.JOINED, 2)), three);
        }

        undoRedo.undo(1);

        StoredFace first = read(snapshot -> snapshot.face(faces.getFirst()).orElseThrow());
        assertThat(first.person()).isEqualTo(three);
        assertThat(read(GallerySnapshot::assertions)).isEmpty();
    }

    @Test
    void redo_afterSomethingElseWasSaid_hasNothingToDo() {
        editor.name(ONE, "Ada", false);
        undoRedo.undo(1);
        editor.name(ONE, "Eve", false);

        assertThat(undoRedo.redo(1)).isEmpty();
        assertThat(people.history())
                .extracting(HistoryEntry::description, HistoryEntry::undone)
                .containsExactly(
                        tuple("named #1 Eve", false),
                        tuple("undid event 1: named #1 Ada", false),
                        tuple("named #1 Ada", true));
    }

    @Test
    void sayingWhatIsSoAlready_writesNothing() {
        editor.name(ONE, "Ada", false);

        assertThat(editor.name(ONE, "Ada", false).event()).isNull();
        assertThat(people.history()).hasSize(1);
    }

    @Test
    void faceAndPerson_areFoundByWhatPeopleCallThem() {
        editor.name(ONE, "Ada", false);
        FaceId first = faces.getFirst();

        assertThat(people.references().face("/library/0.jpg#0")).isEqualTo(first);
        assertThat(people.references().face("/library/0.jpg")).isEqualTo(first);
        assertThat(people.references().face(first.photo().sha256().substring(0, 8) + "#0"))
                .isEqualTo(first);
        assertThat(people.references().face(first.toString())).isEqualTo(first);
        assertThat(people.references().person("Ada")).isEqualTo(ONE);
        assertThat(people.references().person("#2")).isEqualTo(TWO);
        assertThatThrownBy(() -> people.references().face("/library/0.jpg#1"))
                .hasMessage("gallery test has no face /library/0.jpg#1; the only one in the photo is #0");
        assertThatThrownBy(() -> people.references().person("ada"))
                .hasMessage("gallery test has no person of the name or number ada");
    }

    @Test
    void name_ofAnotherPersonInOtherCapitals_isAQuestion() {
        editor.name(ONE, "Zoë", false);

        assertThatThrownBy(() -> editor.name(TWO, " ZOE\u0308", false))
                .isInstanceOfSatisfying(
                        LikenessException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.ALREADY_EXISTS))
                .hasMessageContaining("#1 is Zoë already");
        editor.name(TWO, "zoë", true);
        assertThat(people.named("zoë")).map(Person::id).hasValue(TWO);
        editor.name(ONE, "ZOË", true);
        assertThat(people.named("ZOË")).map(Person::id).hasValue(ONE);
    }

    @Test
    void name_withoutItsAccent_isAQuestion() {
        editor.name(ONE, "José", false);

        assertThatThrownBy(() -> editor.name(TWO, "jose", false)).hasMessageContaining("#1 is José already");
    }

    @Test
    void name_withSpacesAndDecomposed_isStoredTrimmedAndComposed() {
        editor.name(ONE, " Jose\u0301 ", false);

        assertThat(people.history().getFirst().name()).isEqualTo("José");
        assertThat(people.named("José")).map(Person::id).hasValue(ONE);
        assertThat(people.references().person("Jose\u0301 ")).isEqualTo(ONE);
        assertThat(editor.nameFace(faces.get(4), "Jose\u0301").person()).isEqualTo(ONE);
    }

    @Test
    void names_thatAreNumbers_areRefusedByEveryEdit() {
        List<FaceId> face = List.of(faces.get(4));
        assertThat(List.<Runnable>of(
                        () -> editor.name(TWO, "1", false),
                        () -> editor.name(TWO, "#1", true),
                        () -> editor.add("1"),
                        () -> editor.nameFace(face.getFirst(), "1"),
                        () -> editor.split(face, "1"),
                        () -> editor.split(face, " #1 ", true),
                        () -> editor.merge(List.of(TWO), ONE, "1", true)))
                .allSatisfy(edit -> assertThatThrownBy(edit::run)
                        .hasMessageStartingWith("a name must not be a number, which means the person of that number"));
        assertThat(people.references().person("1")).isEqualTo(ONE);
    }

    @Test
    void add_ofANewName_isAPersonWithoutFaces() {
        EditResult result = editor.add("Cid");

        assertThat(people.named("Cid")).map(Person::id).contains(Objects.requireNonNull(result.person()));
        assertThat(people.list(PeopleOrder.NAME, false))
                .filteredOn(person -> "Cid".equals(person.name()))
                .singleElement()
                .satisfies(person -> assertThat(person.faces()).isZero());
        assertThatThrownBy(() -> editor.add("Cid"))
                .isInstanceOfSatisfying(
                        LikenessException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.ALREADY_EXISTS));
        undoRedo.undo(1);
        assertThat(people.named("Cid")).isEmpty();
    }

    @Test
    void release_ofAConfirmedFace_leavesItToNobody() {
        editor.name(ONE, "Ada", false);
        editor.confirm(List.of(faces.getFirst()), ONE);

        editor.release(List.of(faces.getFirst()));

        assertThat(holderOf(0)).isNull();
        assertThat(placementOf(0)).isNull();
        assertThat(holderOf(1)).isEqualTo(ONE);
        editor.reject(List.of(faces.getFirst()), ONE);
        editor.release(List.of(faces.getFirst()));
        editor.confirm(List.of(faces.getFirst()), ONE);
        assertThat(holderOf(0)).isEqualTo(ONE);
    }

    @Test
    void dissolve_leavesTheFacesToNobody_andCanBeTakenBack() {
        editor.name(ONE, "Ada", false);
        editor.confirm(List.of(faces.getFirst()), ONE);

        editor.dissolve(ONE);

        assertThat(people.find(ONE)).isEmpty();
        assertThat(people.named("Ada")).isEmpty();
        assertThat(holderOf(0)).isNull();
        assertThat(holderOf(1)).isNull();
        assertThat(read(GallerySnapshot::assertions)).isEmpty();
        undoRedo.undo(1);
        assertThat(people.named("Ada")).map(Person::id).contains(ONE);
        assertThat(holderOf(0)).isEqualTo(ONE);
        assertThat(holderOf(1)).isEqualTo(ONE);
    }

    private @Nullable PersonId holderOf(int face) {
        StoredFace stored = read(snapshot -> snapshot.face(faces.get(face)).orElseThrow());
        return stored.person();
    }

    private @Nullable Assignment placementOf(int face) {
        StoredFace stored = read(snapshot -> snapshot.face(faces.get(face)).orElseThrow());
        return stored.assignment();
    }

    private <T> T read(Function<GallerySnapshot, T> question) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return question.apply(snapshot);
        }
    }

    @Test
    void edits_whileTheClockJumps_keepTheirOrder() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
        PeopleEditor jumping = new PeopleEditor(gallery, Actor.LOCAL, now::get);
        jumping.name(ONE, "Ada", false);
        now.updateAndGet(time -> time.minus(Duration.ofDays(1)));
        jumping.name(ONE, "Beth", false);
        now.updateAndGet(time -> time.plus(Duration.ofDays(2)));
        jumping.name(ONE, "Cleo", false);

        assertThat(name(ONE)).isEqualTo("Cleo");
        UndoRedo undo = new UndoRedo(gallery, Actor.LOCAL, () -> Instant.EPOCH);
        undo.undo(1);
        assertThat(name(ONE)).isEqualTo("Beth");
        undo.undo(1);
        assertThat(name(ONE)).isEqualTo("Ada");
        undo.redo(2);
        assertThat(name(ONE)).isEqualTo("Cleo");
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            assertThat(snapshot.events())
                    .extracting(PeopleEvent::number)
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    private @Nullable String name(PersonId person) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return snapshot.person(person).orElseThrow().name();
        }
    }
}
