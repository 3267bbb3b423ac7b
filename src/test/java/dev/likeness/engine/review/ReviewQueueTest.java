package dev.likeness.engine.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.calibration.OperatingPoint;
import dev.likeness.calibration.QualityScale;
import dev.likeness.engine.people.PeopleEditor;
import dev.likeness.engine.people.UndoRedo;
import dev.likeness.face.Actor;
import dev.likeness.face.Assignment;
import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.Landmarks;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Point;
import dev.likeness.face.UnitVector;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.Gallery;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// People are axes of a space, and their faces lie a few degrees beside them. By the hand-made calibration
/// the evidence is 40 · cosine − 10 nats.
class ReviewQueueTest {
    private static final EmbedderStamp STAMP = new EmbedderStamp("hand-made", 8, "ab".repeat(32));
    private static final MatchScorer SCORER = new MatchScorer(
            new QualityScale(10, 1), HandMadeCalibration.of(STAMP.sha256(), "paper"), "test", OperatingPoint.BALANCED);
    private static final float CLEAR = 14;

    @TempDir
    private Path folder;

    private GalleryDirectory galleries;
    private Gallery gallery;
    private GalleryWriter writer;
    private ReviewQueue queue;
    private int photos;

    @BeforeEach
    void makeTheGallery() {
        galleries = GalleryDirectory.of(IndexOptions.defaults().in(folder));
        gallery = galleries.create("made", STAMP);
        writer = gallery.writer(STAMP);
        queue = new ReviewQueue(gallery::snapshot, _ -> SCORER);
    }

    @AfterEach
    void close() {
        writer.close();
        galleries.close();
    }

    @Test
    void page_unnamedPeople_largestFirstThenTheClearer() {
        PersonId small = person(null, face(0, 0, CLEAR), face(0, 5, CLEAR));
        PersonId blurred = person(null, face(1, 0, 11), face(1, 5, 11), face(1, 2, 11));
        PersonId clear = person(null, face(2, 0, CLEAR), face(2, 5, CLEAR), face(2, 2, CLEAR));

        ReviewPage page = page();

        assertThat(page.next()).extracting(ReviewQuestion::person).containsExactly(clear, blurred, small);
        assertThat(page.next()).extracting(ReviewQuestion::settles).containsExactly(3, 3, 2);
        assertThat(page.progress()).isEqualTo(new ReviewPage.Progress(8, 0, 0, 3, 0, 3));
    }

    @Test
    void page_groupLikeANamedPerson_candidateIsNamedWithProbability() {
        PersonId ada = person("Ada", face(0, 0, CLEAR), face(0, 2, CLEAR));
        person(null, face(0, 10, CLEAR), face(0, 12, CLEAR));

        ReviewQuestion question = page().next().getFirst();

        assertThat(question.kind()).isEqualTo(ReviewQuestion.GROUP);
        assertThat(question.candidates()).singleElement().satisfies(candidate -> {
            assertThat(candidate.person()).isEqualTo(ada);
            assertThat(candidate.name()).isEqualTo("Ada");
            assertThat(candidate.probability()).isGreaterThan(0.99);
        });
    }

    @Test
    void page_unnamedPeopleAlike_areAskedAboutTogether() {
        PersonId large = person(null, face(0, 0, CLEAR), face(0, 2, CLEAR), face(0, 1, CLEAR));
        PersonId small = person(null, face(0, 10, CLEAR), face(0, 12, CLEAR));

        ReviewQuestion question = page().next().getFirst();

        assertThat(question.person()).isEqualTo(large);
        assertThat(question.also()).extracting(ReviewQuestion.Candidate::person).containsExactly(small);
        assertThat(question.settles()).isEqualTo(5);
        assertThat(question.candidates()).isEmpty();
    }

    @Test
    void page_unassignedFacesLikeANamedPerson_oneQuestionForAll() {
        PersonId ada = person("Ada", face(0, 0, CLEAR), face(0, 2, CLEAR));
        NewFace near = unassigned(face(0, 10, CLEAR));
        NewFace nearer = unassigned(face(0, 5, CLEAR + 1));
        NewFace stranger = unassigned(face(3, 0, CLEAR));

        List<ReviewQuestion> questions = page().next();

        assertThat(questions)
                .extracting(ReviewQuestion::kind)
                .containsExactly(ReviewQuestion.LIKELY, ReviewQuestion.UNKNOWN);
        assertThat(questions.getFirst().person()).isEqualTo(ada);
        assertThat(questions.getFirst().face()).isEqualTo(id(nearer));
        assertThat(questions.getFirst().faces()).containsExactly(id(near));
        assertThat(questions.getLast().face()).isEqualTo(id(stranger));
    }

    @Test
    void page_rejectedFace_isNotOfferedToThePersonAgain() {
        PersonId ada = person("Ada", face(0, 0, CLEAR), face(0, 2, CLEAR));
        NewFace near = unassigned(face(0, 10, CLEAR));
        page();

        editor().reject(List.of(id(near)), ada);

        assertThat(page().next()).singleElement().satisfies(question -> {
            assertThat(question.kind()).isEqualTo(ReviewQuestion.UNKNOWN);
            assertThat(question.candidates()).isEmpty();
        });
    }

    @Test
    void page_twoNamedPeopleAlike_pairUntilMarkedDifferent() {
        PersonId ada = person("Ada", face(0, 0, CLEAR), face(0, 2, CLEAR), face(0, 1, CLEAR));
        PersonId adele = person("Adele", face(0, 10, CLEAR), face(0, 12, CLEAR));

        assertThat(page().next()).singleElement().satisfies(question -> {
            assertThat(question.kind()).isEqualTo(ReviewQuestion.PAIR);
            assertThat(question.person()).isEqualTo(adele);
            assertThat(question.other()).isEqualTo(ada);
            assertThat(question.settles()).isEqualTo(2);
        });

        editor().markDifferent(ada, adele);

        assertThat(page().next()).isEmpty();
    }

    @Test
    void page_smallMargin_asksUntilConfirmed() {
        NewFace doubtful = face(0, 20, CLEAR);
        PersonId ada = person("Ada", face(0, 0, CLEAR), doubtful);
        writer.assignWithReason(Map.of(id(doubtful), new Assignment(Assignment.Reason.JOINED, 0.1f)), ada);

        assertThat(page().next()).singleElement().satisfies(question -> {
            assertThat(question.kind()).isEqualTo(ReviewQuestion.UNCERTAIN);
            assertThat(question.face()).isEqualTo(id(doubtful));
            assertThat(question.expected()).isBetween(0.4, 0.5);
        });

        editor().confirm(List.of(id(doubtful)), ada);

        assertThat(page().next()).isEmpty();
    }

    @Test
    void page_edits_areSeenByTheSameQueue() {
        PersonId first = person(null, face(0, 0, CLEAR), face(0, 2, CLEAR), face(0, 1, CLEAR));
        PersonId second = person(null, face(0, 10, CLEAR), face(0, 12, CLEAR));
        person(null, face(1, 0, CLEAR), face(1, 2, CLEAR));
        page();

        editor().name(first, "Ada", false);
        assertThat(page().next().getFirst().candidates())
                .extracting(ReviewQuestion.Candidate::name)
                .contains("Ada");
        editor().merge(List.of(second), first);
        ReviewPage page = page();

        assertThat(page.progress()).isEqualTo(new ReviewPage.Progress(7, 5, 5 / 7., 2, 1, 1));
        new UndoRedo(gallery, Actor.LOCAL, InstantSource.system()).undo(2);
        assertThat(page().next()).hasSize(3);
    }

    @Test
    void page_hiddenPeopleAndSkippedQuestions_areNotAsked() {
        PersonId hidden = person(null, face(0, 0, CLEAR), face(0, 2, CLEAR));
        PersonId skipped = person(null, face(1, 0, CLEAR), face(1, 2, CLEAR));
        PersonId asked = person(null, face(2, 0, CLEAR), face(2, 2, CLEAR));
        writer.close();
        editor().hide(hidden);

        ReviewPage page = queue.page(10, Set.of("group-" + skipped));

        assertThat(page.next()).extracting(ReviewQuestion::person).containsExactly(asked);
        assertThat(page.questions()).isOne();
        assertThat(page.progress().faces()).isEqualTo(4);
    }

    @Test
    void page_namesOfTheNearestRemoved_offersTheNext() {
        List<PersonId> people = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            people.add(person("Person " + i, face(0, 10 + 4 * i, CLEAR)));
        }
        unassigned(face(0, 0, CLEAR));
        writer.close();
        for (PersonId person : people.subList(0, 6)) {
            requireAsAFreshQueue();
            editor().name(person, null, false);
        }
        requireAsAFreshQueue();
    }

    @Test
    void page_rejectedForTheSixNearest_isOfferedToTheNext() {
        List<PersonId> people = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            people.add(person("Person " + i, face(0, 10 + 2 * i, CLEAR)));
        }
        FaceId face = id(unassigned(face(0, 0, CLEAR)));
        writer.close();
        for (PersonId person : people.subList(0, 6)) {
            queue.page(100, Set.of());
            editor().reject(List.of(face), person);
        }

        assertThat(queue.page(100, Set.of()).next())
                .filteredOn(question -> question.kind().equals(ReviewQuestion.LIKELY))
                .singleElement()
                .satisfies(question -> {
                    assertThat(question.person()).isEqualTo(people.get(6));
                    assertThat(question.face()).isEqualTo(face);
                });
        requireAsAFreshQueue();
    }

    @Test
    void page_differentFromTheSixNearest_isAskedTogetherWithTheNext() {
        List<PersonId> people = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            people.add(person("Person " + i, face(0, 2 * i, CLEAR)));
        }
        writer.close();
        for (PersonId other : people.subList(1, 7)) {
            queue.page(100, Set.of());
            editor().markDifferent(people.getFirst(), other);
        }

        assertThat(queue.page(100, Set.of()).next())
                .extracting(ReviewQuestion::id)
                .contains("pair-%s-%s".formatted(people.getFirst(), people.get(7)))
                .doesNotContain("pair-%s-%s".formatted(people.getFirst(), people.get(6)));
        requireAsAFreshQueue();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {7, 8})
    void page_randomEdits_isThatOfAFreshQueue(long seed) {
        Random random = new Random(seed);
        List<PersonId> people = new ArrayList<>();
        List<FaceId> faces = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            NewFace[] own = new NewFace[1 + random.nextInt(4)];
            int axis = random.nextInt(3);
            for (int k = 0; k < own.length; k++) {
                own[k] = face(axis, random.nextInt(45), 11 + random.nextInt(5));
                faces.add(id(own[k]));
            }
            people.add(person(random.nextInt(4) == 0 ? null : "Person " + i, own));
        }
        for (int i = 0; i < 15; i++) {
            faces.add(id(unassigned(face(random.nextInt(3), random.nextInt(45), 11 + random.nextInt(5)))));
        }
        writer.close();
        for (int i = 0; i < 40; i++) {
            requireAsAFreshQueue();
            edit(
                    random,
                    people.get(random.nextInt(people.size())),
                    people.get(random.nextInt(people.size())),
                    faces.get(random.nextInt(faces.size())));
        }
    }

    /// An edit that the gallery may refuse, such as one of a person who was merged.
    private void edit(Random random, PersonId person, PersonId other, FaceId face) {
        try {
            switch (random.nextInt(9)) {
                case 0 -> editor().name(person, "Name " + random.nextInt(), false);
                case 1 -> editor().name(person, null, false);
                case 2 -> editor().merge(List.of(person), other);
                case 3 -> editor().hide(person);
                case 4 -> editor().markDifferent(person, other);
                case 5 -> new UndoRedo(gallery, Actor.LOCAL, InstantSource.system()).undo(1 + random.nextInt(2));
                case 6 -> editor().move(List.of(face), person);
                case 7 -> editor().reject(List.of(face), person);
                default -> editor().markNotAFace(List.of(face));
            }
        } catch (LikenessException refused) {
            assertThat(refused.code()).isNotEqualTo(ErrorCode.INTERNAL);
        }
    }

    private void requireAsAFreshQueue() {
        ReviewQueue fresh = new ReviewQueue(gallery::snapshot, _ -> SCORER);

        assertThat(queue.page(100, Set.of())).isEqualTo(fresh.page(100, Set.of()));
    }

    @Test
    void page_emptyGallery_hasNoQuestions() {
        assertThat(page()).isEqualTo(new ReviewPage(new ReviewPage.Progress(0, 0, 0, 0, 0, 0), 0, List.of()));
    }

    @Test
    void page_noCalibration_groupsAreAskedWithoutProbability() {
        queue = new ReviewQueue(
                gallery::snapshot, _ -> new MatchScorer(new QualityScale(10, 1), null, null, OperatingPoint.BALANCED));
        person("Ada", face(0, 0, CLEAR), face(0, 2, CLEAR));
        person(null, face(0, 10, CLEAR), face(0, 12, CLEAR));

        assertThat(page().next())
                .singleElement()
                .satisfies(question -> assertThat(question.candidates())
                        .singleElement()
                        .satisfies(
                                candidate -> assertThat(candidate.probability()).isNull()));
    }

    @Test
    void page_limitOfZero_throwsInvalidArgument() {
        assertThatThrownBy(() -> queue.page(0, Set.of()))
                .isInstanceOfSatisfying(
                        LikenessException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    private ReviewPage page() {
        writer.close();
        return queue.page(10, Set.of());
    }

    private PeopleEditor editor() {
        return new PeopleEditor(gallery, Actor.LOCAL, InstantSource.system());
    }

    private PersonId person(@Nullable String name, NewFace... faces) {
        List<FaceId> ids = new ArrayList<>();
        for (NewFace face : faces) {
            unassigned(face);
            ids.add(id(face));
        }
        PersonId person = writer.newPersonId();
        writer.put(new Person(person, name));
        writer.assign(ids, person);
        return person;
    }

    private NewFace unassigned(NewFace face) {
        PhotoId photo = id(face).photo();
        writer.put(
                new StoredPhoto(
                        photo, new TreeMap<>(Map.of("/" + photo + ".jpg", Instant.EPOCH)), 100, 100, null, 1, "JPEG"),
                List.of(face));
        return face;
    }

    /// A face in a photo of its own, so many degrees from an axis.
    private NewFace face(int axis, double degrees, float magnitude) {
        PhotoId photo = PhotoId.ofFile(("photo " + photos++).getBytes(StandardCharsets.UTF_8));
        float[] direction = new float[8];
        direction[axis] = (float) Math.cos(Math.toRadians(degrees));
        direction[(axis + 4) % 8] = (float) Math.sin(Math.toRadians(degrees));
        Point point = new Point(5, 5);
        Detection detection =
                new Detection(new Box(0, 0, 10, 10), new Landmarks(point, point, point, point, point), .9f);
        return new NewFace(
                new Face(new FaceId(photo, 0), detection, new Embedding(UnitVector.normalized(direction), magnitude)),
                new byte[0]);
    }

    private static FaceId id(NewFace face) {
        return face.face().id();
    }
}
