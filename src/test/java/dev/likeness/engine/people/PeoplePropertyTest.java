package dev.likeness.engine.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.calibration.FaceSpace;
import dev.likeness.cluster.Caution;
import dev.likeness.cluster.ClusterAlgorithm;
import dev.likeness.cluster.ClusterListener;
import dev.likeness.cluster.ClusterOptions;
import dev.likeness.cluster.algorithms.Clusterers;
import dev.likeness.engine.clustering.Clustering;
import dev.likeness.face.Actor;
import dev.likeness.face.Assertion;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceFilter;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.index.Changes.FaceAssignment;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.NewFace;
import dev.likeness.index.StoredFace;
import dev.likeness.index.lucene.GalleryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever users say, in whatever order, among ingests, re-detections, vanishing photos and groupings:
/// a simple model of what was said agrees with the gallery after every step.
///
/// - What was said is kept, word for word, until it is taken back; what contradicts it is refused.
/// - No grouping breaks it: a confirmed face is its person's, a refused one is not, what is no face is
///    nobody's and found by no search, a known person loses no face, no name is lost.
/// - Undo restores exactly: everything, if nothing but the user came in between; what was said, in any
///    case.
class PeoplePropertyTest {
    private static final int SEEDS = 20;
    private static final int STEPS = 120;

    @TempDir(factory = InMemory.class)
    private Path folder;

    /// Four thousand commits are for a disk, and not for what is tested here, to spend its time on.
    static final class InMemory implements TempDirFactory {
        private static final Path MEMORY = Path.of("/dev/shm");

        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
            return Files.isDirectory(MEMORY)
                    ? Files.createTempDirectory(MEMORY, "likeness")
                    : Files.createTempDirectory("likeness");
        }
    }

    static List<Long> seeds() {
        List<Long> seeds = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            seeds.add(seed);
        }
        return seeds;
    }

    @ParameterizedTest(name = "seed {0}: 120 steps of actions, ingests, groupings and undos agree with the model")
    @MethodSource("seeds")
    void actions_inAnyOrder_areKeptAndTakenBackExactly(long seed) {
        try (GalleryDirectory galleries =
                GalleryDirectory.of(IndexOptions.defaults().in(folder))) {
            new Session(galleries.create("test", SyntheticLibrary.STAMP), new Random(seed)).run();

            assertThat(galleries.check("test").findings()).isEmpty();
        }
    }

    /// Where a face is, whatever its number.
    private record Spot(int photo, int slot) implements Comparable<Spot> {
        @Override
        public int compareTo(Spot other) {
            return photo != other.photo ? Integer.compare(photo, other.photo) : Integer.compare(slot, other.slot);
        }
    }

    private record Not(Spot face, PersonId person) {}

    private record Pair(PersonId one, PersonId other) {
        static Pair of(PersonId one, PersonId other) {
            return one.compareTo(other) < 0 ? new Pair(one, other) : new Pair(other, one);
        }
    }

    /// What users have said.
    private record ExpectedAssertions(
            Map<Spot, PersonId> confirmed,
            Set<Not> refused,
            Set<Spot> noFaces,
            Set<Pair> different,
            Set<Set<PhotoId>> notCopies,
            Map<PersonId, Person> people) {
        static ExpectedAssertions nothing() {
            return new ExpectedAssertions(
                    new TreeMap<>(),
                    new HashSet<>(),
                    new TreeSet<>(),
                    new HashSet<>(),
                    new HashSet<>(),
                    new TreeMap<>());
        }

        ExpectedAssertions copy() {
            return new ExpectedAssertions(
                    new TreeMap<>(confirmed),
                    new HashSet<>(refused),
                    new TreeSet<>(noFaces),
                    new HashSet<>(different),
                    new HashSet<>(notCopies),
                    new TreeMap<>(people));
        }

        boolean contradicts(Spot face, PersonId person) {
            PersonId other = confirmed.get(face);
            return noFaces.contains(face)
                    || refused.contains(new Not(face, person))
                    || (other != null && !other.equals(person));
        }

        void set(Person person) {
            if (person.hasUserData()) {
                people.put(person.id(), person);
            } else {
                people.remove(person.id());
            }
        }

        Person person(PersonId id) {
            return people.getOrDefault(id, new Person(id, null));
        }

        void forget(PersonId id) {
            people.remove(id);
            refused.removeIf(not -> not.person().equals(id));
            different.removeIf(pair -> pair.one().equals(id) || pair.other().equals(id));
        }
    }

    /// Everything that can be seen of a gallery.
    private record View(
            Map<PersonId, Person> people,
            Map<FaceId, FaceAssignment> faces,
            Set<FaceId> noFaces,
            Set<Assertion> facts) {
        void mustEqual(View other) {
            assertThat(people).isEqualTo(other.people);
            assertThat(faces).containsExactlyInAnyOrderEntriesOf(other.faces);
            assertThat(noFaces).isEqualTo(other.noFaces);
            assertThat(facts).containsExactlyInAnyOrderElementsOf(other.facts);
        }
    }

    /// An event in force.
    ///
    /// @param view all there was before; null once something else happened than users' actions
    private record Done(ExpectedAssertions before, @Nullable View view) {}

    /// One gallery, its model, and a random user.
    private static final class Session {
        private static final FaceSpace SPACE = FaceSpace.of(null, 17, 3.75, 16);
        private static final List<ClusterAlgorithm> ALGORITHMS = List.of(
                ClusterAlgorithm.CORE_FIRST,
                ClusterAlgorithm.DBSCAN,
                ClusterAlgorithm.AVERAGE_LINKAGE,
                ClusterAlgorithm.CHINESE_WHISPERS);
        private static final List<Caution> CAUTIONS = List.of(Caution.values());
        private static final List<String> NAMES = List.of("Ada", "Bob", "Eve", "Zoë");

        private final Gallery gallery;
        private final Random random;
        private final SyntheticLibrary library;
        private final PeopleEditor users;
        private final UndoRedo undoRedo;
        private final Set<Integer> present = new TreeSet<>();
        private ExpectedAssertions said = ExpectedAssertions.nothing();
        private Deque<Done> done = new ArrayDeque<>();

        Session(Gallery gallery, Random random) {
            this.gallery = gallery;
            this.random = random;
            this.library = new SyntheticLibrary(random, 5);
            InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
            this.users = new PeopleEditor(gallery, Actor.LOCAL, clock);
            this.undoRedo = new UndoRedo(gallery, Actor.LOCAL, clock);
        }

        void run() {
            for (int i = 0; i < 8; i++) {
                ingest();
            }
            automatically(this::group);
            for (int step = 0; step < STEPS; step++) {
                int choice = random.nextInt(100);
                if (choice < 6) {
                    automatically(this::ingest);
                } else if (choice < 9) {
                    automatically(this::detectAgain);
                } else if (choice < 12) {
                    automatically(this::vanish);
                } else if (choice < 15) {
                    automatically(this::comeBack);
                } else if (choice < 23) {
                    automatically(this::group);
                } else if (choice < 40) {
                    undo();
                } else if (choice < 45) {
                    draw();
                } else {
                    speak();
                }
                check();
            }
            while (!done.isEmpty()) {
                undo();
                check();
            }
            assertThat(said).isEqualTo(ExpectedAssertions.nothing());
        }

        /// Something that is no user's action. Known people lose no face by it.
        private void automatically(Runnable change) {
            Map<Spot, PersonId> before = knownFaces();
            change.run();
            Map<Spot, PersonId> now = knownFaces();
            before.forEach((face, person) -> {
                if (now.containsKey(face) || isPresent(face)) {
                    assertThat(now).containsEntry(face, person);
                }
            });
            Deque<Done> seen = new ArrayDeque<>();
            done.forEach(event -> seen.addLast(new Done(event.before(), null)));
            done = seen;
        }

        private Map<Spot, PersonId> knownFaces() {
            Map<Spot, PersonId> known = new TreeMap<>();
            try (GallerySnapshot snapshot = gallery.snapshot()) {
                snapshot.forEachFace(face -> {
                    PersonId person = face.person();
                    if (person != null && snapshot.person(person).orElseThrow().hasUserData()) {
                        known.put(spot(face), person);
                    }
                });
            }
            return known;
        }

        private boolean isPresent(Spot face) {
            return faces().stream().anyMatch(stored -> spot(stored).equals(face));
        }

        private void ingest() {
            int photo = library.shoot();
            present.add(photo);
            put(photo, false);
        }

        private void detectAgain() {
            if (!present.isEmpty()) {
                put(anyOf(List.copyOf(present)), random.nextInt(3) == 0);
            }
        }

        private void vanish() {
            if (present.size() > 3) {
                int photo = anyOf(List.copyOf(present));
                present.remove(photo);
                try (GalleryWriter writer = gallery.writer(SyntheticLibrary.STAMP)) {
                    writer.remove(library.id(photo));
                }
            }
        }

        private void comeBack() {
            for (int photo = 0; photo < library.size(); photo++) {
                if (present.add(photo)) {
                    put(photo, false);
                    return;
                }
            }
        }

        /// By an algorithm drawn at random, everything or what is new.
        private void group() {
            ClusterAlgorithm algorithm = anyOf(ALGORITHMS);
            ClusterOptions options = new ClusterOptions(algorithm, anyOf(CAUTIONS), .4f + .5f * random.nextFloat(), 2);
            try (GalleryWriter writer = gallery.writer(SyntheticLibrary.STAMP)) {
                Clustering clustering = new Clustering(
                        "test", Clusterers.create(options, SPACE), gallery, writer, ClusterListener.NONE);
                if (random.nextBoolean()) {
                    clustering.clusterAll();
                } else {
                    clustering.clusterNew();
                }
            }
        }

        private void put(int photo, boolean missed) {
            try (GalleryWriter writer = gallery.writer(SyntheticLibrary.STAMP)) {
                writer.put(library.photo(photo), library.detect(photo, missed));
            }
        }

        /// Draws a face where no detector finds one, with or without a name, unless one is there or was.
        private void draw() {
            if (present.isEmpty()) {
                return;
            }
            int photo = anyOf(List.copyOf(present));
            Spot spot = new Spot(photo, SyntheticLibrary.DRAWN_SLOT);
            boolean isKnown = said.confirmed().containsKey(spot)
                    || said.refused().stream().anyMatch(not -> not.face().equals(spot));
            if (isKnown || isPresent(spot)) {
                return;
            }
            View before = view();
            FaceId face = storeDrawn(photo);
            String name = random.nextBoolean() ? anyOf(NAMES) : null;
            ExpectedAssertions next = said.copy();
            expect(next, null, before, () -> {
                EditResult result = users.draw(face, name);
                PersonId person = result.person();
                if (name != null && person != null) {
                    next.confirmed().put(spot, person);
                    next.set(next.person(person).withName(name));
                }
                return result;
            });
        }

        /// Stores a drawn face as [dev.likeness.engine.contents.FaceDrawing] does.
        private FaceId storeDrawn(int photo) {
            FaceId id = new FaceId(library.id(photo), FaceId.FIRST_DRAWN);
            try (GalleryWriter writer = gallery.writer(SyntheticLibrary.STAMP);
                    GallerySnapshot snapshot = gallery.snapshot()) {
                List<NewFace> all = new ArrayList<>();
                snapshot.faces(id.photo()).stream()
                        .filter(face -> !face.face().id().equals(id))
                        .forEach(face -> all.add(new NewFace(face.face(), new byte[] {1})));
                all.add(library.draw(id));
                writer.put(library.photo(photo), all);
            }
            return id;
        }

        /// Says something at random; what the model allows must be done, what it does not must be refused.
        private void speak() {
            List<StoredFace> all = faces();
            List<PersonId> people = people();
            if (all.isEmpty() || people.isEmpty()) {
                return;
            }
            List<StoredFace> some = someOf(all, 1 + random.nextInt(3));
            List<FaceId> faces = some.stream().map(face -> face.face().id()).toList();
            List<Spot> spots = some.stream().map(Session::spot).toList();
            PersonId person = anyOf(people);
            PersonId other = anyOf(people);
            ExpectedAssertions next = said.copy();
            switch (random.nextInt(15)) {
                case 0, 1 -> {
                    String name = anyOf(NAMES);
                    boolean taken = said.people().values().stream()
                            .anyMatch(known ->
                                    name.equals(known.name()) && !known.id().equals(person));
                    next.set(said.person(person).withName(name));
                    expect(next, taken ? ErrorCode.ALREADY_EXISTS : null, () -> users.name(person, name, false));
                }
                case 2 -> {
                    if (!person.equals(other)) {
                        merge(next, person, other);
                    }
                }
                case 3 -> {
                    boolean refused = spots.stream()
                            .anyMatch(face -> said.noFaces().contains(face)
                                    || said.confirmed().containsKey(face));
                    expect(next, refused ? ErrorCode.CONTRADICTION : null, () -> {
                        EditResult result = users.split(faces, null);
                        spots.forEach(face -> next.confirmed().put(face, result.person()));
                        return result;
                    });
                }
                case 4, 5 -> {
                    boolean refused = spots.stream().anyMatch(face -> said.contradicts(face, person));
                    spots.forEach(face -> next.confirmed().put(face, person));
                    expect(
                            next,
                            refused ? ErrorCode.CONTRADICTION : null,
                            () -> random.nextBoolean() ? users.move(faces, person) : users.confirm(faces, person));
                }
                case 6, 7 -> {
                    boolean refused = spots.stream()
                            .anyMatch(face -> person.equals(said.confirmed().get(face)));
                    spots.forEach(face -> next.refused().add(new Not(face, person)));
                    expect(next, refused ? ErrorCode.CONTRADICTION : null, () -> users.reject(faces, person));
                }
                case 8 -> {
                    if (spots.stream().anyMatch(face -> face.slot() == SyntheticLibrary.DRAWN_SLOT)) {
                        return; // is as if it had not been drawn
                    }
                    boolean refused = spots.stream().anyMatch(said.confirmed()::containsKey);
                    next.noFaces().addAll(spots);
                    expect(next, refused ? ErrorCode.CONTRADICTION : null, () -> users.markNotAFace(faces));
                }
                case 9 -> {
                    spots.forEach(next.noFaces()::remove);
                    expect(next, null, () -> users.unmarkNotAFace(faces));
                }
                case 10 -> {
                    next.confirmed().keySet().removeAll(spots);
                    next.noFaces().removeAll(spots);
                    next.refused().removeIf(not -> spots.contains(not.face()));
                    expect(next, null, () -> users.retract(faces));
                }
                case 11 -> {
                    boolean hidden = random.nextBoolean();
                    next.set(said.person(person).withHidden(hidden));
                    expect(next, null, () -> hidden ? users.hide(person) : users.show(person));
                }
                case 12 -> {
                    LocalDate day = random.nextBoolean() ? LocalDate.of(1990, 1, 1 + random.nextInt(9)) : null;
                    next.set(said.person(person).withBirthDate(day));
                    expect(next, null, () -> users.setBirthDate(person, day));
                }
                case 13 -> {
                    Set<PhotoId> photos = new TreeSet<>();
                    for (int i = 0; i < 3; i++) {
                        photos.add(library.id(anyOf(List.copyOf(present))));
                    }
                    for (PhotoId one : photos) {
                        photos.stream()
                                .filter(two -> !two.equals(one))
                                .forEach(two -> next.notCopies().add(Set.of(one, two)));
                    }
                    expect(
                            next,
                            photos.size() < 2 ? ErrorCode.INVALID_ARGUMENT : null,
                            () -> users.markNotCopies(photos));
                }
                default -> {
                    if (!person.equals(other)) {
                        boolean apart = random.nextBoolean();
                        if (apart) {
                            next.different().add(Pair.of(person, other));
                        } else {
                            next.different().remove(Pair.of(person, other));
                        }
                        expect(
                                next,
                                null,
                                () -> apart
                                        ? users.markDifferent(person, other)
                                        : users.unmarkDifferent(person, other));
                    }
                }
            }
        }

        private void merge(ExpectedAssertions next, PersonId from, PersonId into) {
            boolean refused = said.different().contains(Pair.of(from, into))
                    || said.refused().stream().anyMatch(not -> speaksAgainst(not, from, into))
                    || said.refused().stream().anyMatch(not -> speaksAgainst(not, into, from));
            next.confirmed().replaceAll((_, person) -> person.equals(from) ? into : person);
            said.refused().stream()
                    .filter(not -> not.person().equals(from))
                    .forEach(not -> next.refused().add(new Not(not.face(), into)));
            said.different().stream()
                    .filter(pair -> pair.one().equals(from) || pair.other().equals(from))
                    .forEach(pair -> {
                        PersonId third = pair.one().equals(from) ? pair.other() : pair.one();
                        if (!third.equals(into)) {
                            next.different().add(Pair.of(into, third));
                        }
                    });
            Person gone = said.person(from);
            Person stays = said.person(into);
            next.forget(from);
            next.set(new Person(
                    into,
                    stays.name() == null ? gone.name() : stays.name(),
                    stays.hidden(),
                    null,
                    stays.birthDate() == null ? gone.birthDate() : stays.birthDate(),
                    true,
                    null));
            expect(next, refused ? ErrorCode.CONTRADICTION : null, () -> users.merge(List.of(from), into));
        }

        private boolean speaksAgainst(Not not, PersonId one, PersonId other) {
            return not.person().equals(one) && other.equals(said.confirmed().get(not.face()));
        }

        /// Does it, and then, now and then, takes it back and does it again at once.
        private void expect(ExpectedAssertions next, @Nullable ErrorCode refusal, Supplier<EditResult> action) {
            expect(next, refusal, view(), action);
        }

        private void expect(
                ExpectedAssertions next, @Nullable ErrorCode refusal, View before, Supplier<EditResult> action) {
            EditResult result;
            try {
                result = action.get();
            } catch (LikenessException e) {
                assertThat(e.code()).as(e.getMessage()).isEqualTo(refusal);
                view().mustEqual(before);
                return;
            }
            assertThat(refusal).as("expected to be refused: " + result).isNull();
            Set<PersonId> forgotten = new TreeSet<>(before.people().keySet());
            forgotten.removeAll(view().people().keySet());
            for (PersonId person : forgotten) {
                assertThat(next.confirmed()).doesNotContainValue(person);
                assertThat(next.person(person).name()).isNull();
                next.forget(person);
            }
            if (result.event() == null) {
                view().mustEqual(before);
                return;
            }
            done.push(new Done(said, before));
            said = next;
            if (random.nextInt(4) == 0) {
                View after = view();
                assertThat(undoRedo.undo(1)).hasSize(1);
                view().mustEqual(before);
                assertThat(undoRedo.redo(1)).hasSize(1);
                view().mustEqual(after);
            }
        }

        private void undo() {
            int count = Math.min(done.size(), 1 + random.nextInt(2));
            if (count == 0) {
                return;
            }
            assertThat(undoRedo.undo(count)).hasSize(count);
            for (int i = 0; i < count; i++) {
                Done event = done.pop();
                said = event.before();
                if (i == count - 1 && event.view() != null) {
                    view().mustEqual(event.view());
                }
            }
        }

        /// The gallery says what the model says, and keeps to it.
        private void check() {
            try (GallerySnapshot snapshot = gallery.snapshot()) {
                ExpectedAssertions kept = ExpectedAssertions.nothing();
                for (Assertion assertion : snapshot.assertions()) {
                    switch (assertion) {
                        case Assertion.Assigned held -> {
                            if (held.confirmed()) {
                                kept.confirmed().put(spot(held), held.person());
                            }
                        }
                        case Assertion.Rejected refused -> kept.refused().add(new Not(spot(refused), refused.person()));
                        case Assertion.NotAFace none -> {
                            if (!isTakenBack(none)) {
                                kept.noFaces().add(spot(none));
                            }
                        }
                        case Assertion.DifferentPeople(PersonId one, PersonId other, long _) ->
                            kept.different().add(new Pair(one, other));
                        case Assertion.NotACopy(PhotoId one, PhotoId other, long _) ->
                            kept.notCopies().add(Set.of(one, other));
                    }
                }
                snapshot.people().forEach(kept::set);
                assertThat(kept).isEqualTo(said);

                snapshot.constraints(); // refuses to be made of contradictions
                for (StoredFace face : faces()) {
                    Spot spot = spot(face);
                    PersonId person = face.person();
                    PersonId confirmed = said.confirmed().get(spot);
                    if (confirmed != null) {
                        assertThat(person).isEqualTo(confirmed);
                    }
                    assertThat(face.notAFace()).isEqualTo(said.noFaces().contains(spot));
                    if (face.notAFace()) {
                        assertThat(person).isNull();
                        assertThat(snapshot.nearest(face.face().embedding().direction(), 1000, FaceFilter.none())
                                        .matches())
                                .noneMatch(
                                        match -> match.face().equals(face.face().id()));
                    }
                    if (person != null) {
                        assertThat(said.refused()).doesNotContain(new Not(spot, person));
                        assertThat(snapshot.person(person)).isPresent();
                    }
                }
            }
        }

        private View view() {
            try (GallerySnapshot snapshot = gallery.snapshot()) {
                Map<PersonId, Person> people = new TreeMap<>();
                snapshot.people().forEach(person -> people.put(person.id(), person));
                Map<FaceId, FaceAssignment> standings = new TreeMap<>();
                Set<FaceId> noFaces = new TreeSet<>();
                for (StoredFace face : faces()) {
                    standings.put(face.face().id(), FaceAssignment.of(face));
                    if (face.notAFace()) {
                        noFaces.add(face.face().id());
                    }
                }
                Set<Assertion> facts = new HashSet<>(snapshot.assertions());
                facts.removeIf(fact -> fact instanceof Assertion.NotAFace none && isTakenBack(none));
                return new View(people, standings, noFaces, facts);
            }
        }

        private List<StoredFace> faces() {
            List<StoredFace> faces = new ArrayList<>();
            try (GallerySnapshot snapshot = gallery.snapshot()) {
                present.forEach(photo -> faces.addAll(snapshot.faces(library.id(photo))));
            }
            faces.removeIf(face -> face.notAFace() && face.face().id().isDrawn());
            return faces;
        }

        /// Whether it says that a face was drawn and taken back, which is as if there were none.
        private static boolean isTakenBack(Assertion.NotAFace none) {
            return SyntheticLibrary.slot(none.box()) == SyntheticLibrary.DRAWN_SLOT;
        }

        private List<PersonId> people() {
            try (GallerySnapshot snapshot = gallery.snapshot()) {
                return snapshot.people().stream().map(Person::id).toList();
            }
        }

        private <T> T anyOf(List<T> all) {
            return all.get(random.nextInt(all.size()));
        }

        private <T> List<T> someOf(List<T> all, int count) {
            List<T> shuffled = new ArrayList<>(all);
            Collections.shuffle(shuffled, random);
            return shuffled.subList(0, Math.min(count, shuffled.size()));
        }

        private static Spot spot(StoredFace face) {
            return new Spot(
                    photo(face.face().id()),
                    SyntheticLibrary.slot(face.face().detection().box()));
        }

        private static Spot spot(Assertion.FaceAssertion fact) {
            return new Spot(photo(fact.face()), SyntheticLibrary.slot(fact.box()));
        }

        private static int photo(FaceId face) {
            return SyntheticLibrary.number(face.photo());
        }
    }
}
