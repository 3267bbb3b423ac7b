package dev.likeness.bench;

import dev.likeness.engine.people.PeopleEditor;
import dev.likeness.engine.people.UndoRedo;
import dev.likeness.face.Actor;
import dev.likeness.face.Assertion;
import dev.likeness.face.Assignment;
import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.Landmarks;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Point;
import dev.likeness.face.UnitVector;
import dev.likeness.face.UserAction;
import dev.likeness.index.Changes;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.NewFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.index.lucene.GalleryDirectory;
import dev.likeness.support.TemporaryFolder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Measures how the time of an edit grows with the number of people and events. The same edits, each in its
/// own commit, are made alternately in an empty gallery and in one with many people and events.
public final class EditBenchmark {
    private static final EmbedderStamp EMBEDDER = new EmbedderStamp("synthetic", 16, "0".repeat(64));
    private static final long SEED = 1;
    private static final int BATCH = 10_000;

    /// Number of warm-up rounds, which are not measured.
    private static final int WARM_UP = 5;

    private enum Edit {
        NAME,
        CONFIRM,
        REJECT,
        MERGE,
        UNDO
    }

    /// The times of one kind of edit.
    ///
    /// @param emptyMillis median time in the empty gallery
    /// @param fullMillis median time in the full gallery
    /// @param ratio `fullMillis` over `emptyMillis`
    public record Run(String edit, double emptyMillis, double fullMillis, double ratio) {}

    private final int events;
    private final int people;
    private final int rounds;
    private final Random random = new Random(SEED);

    /// @param events size of the full gallery's history, at least `people`
    /// @param people number of people in the full gallery, at least 1
    /// @param rounds number of repetitions of every edit in each gallery, at least 1
    /// @throws LikenessException `INVALID_ARGUMENT` if a value is out of range
    public EditBenchmark(int events, int people, int rounds) {
        if (people < 1 || rounds < 1 || events < people) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "people and rounds must be at least 1, and events at least as many as people, got: %d people, %d rounds, %d events"
                            .formatted(people, rounds, events));
        }
        this.events = events;
        this.people = people;
        this.rounds = rounds;
    }

    /// Builds both galleries in a temporary folder and measures.
    ///
    /// @param progress receives a line once the galleries are built
    public List<Run> run(Consumer<String> progress) {
        try (TemporaryFolder folder = TemporaryFolder.create();
                GalleryDirectory galleries =
                        GalleryDirectory.of(IndexOptions.defaults().in(folder.path()))) {
            Subject empty = new Subject(galleries.create("empty", EMBEDDER));
            Subject full = new Subject(galleries.create("full", EMBEDDER));
            fill(full.gallery);
            empty.addPeople();
            full.addPeople();
            try (GallerySnapshot snapshot = full.gallery.snapshot()) {
                progress.accept("%,d events of %,d people"
                        .formatted(
                                snapshot.events().size(), snapshot.statistics().people()));
            }
            Map<Edit, List<Double>> emptyMillis = new TreeMap<>();
            Map<Edit, List<Double>> fullMillis = new TreeMap<>();
            for (int round = 0; round < WARM_UP + rounds; round++) {
                for (Edit edit : Edit.values()) {
                    double first = empty.millis(edit, round);
                    double second = full.millis(edit, round);
                    if (round >= WARM_UP) {
                        emptyMillis
                                .computeIfAbsent(edit, _ -> new ArrayList<>())
                                .add(first);
                        fullMillis.computeIfAbsent(edit, _ -> new ArrayList<>()).add(second);
                    }
                }
            }
            List<Run> runs = new ArrayList<>();
            for (Edit edit : Edit.values()) {
                double small = median(emptyMillis.getOrDefault(edit, List.of()));
                double large = median(fullMillis.getOrDefault(edit, List.of()));
                runs.add(new Run(edit.name().toLowerCase(Locale.ROOT), small, large, large / small));
            }
            return runs;
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(Double.NaN);
    }

    /// Adds people with one confirmed face each, and events that rename them.
    private void fill(Gallery gallery) {
        try (GalleryWriter writer = gallery.writer(EMBEDDER)) {
            List<Person> known = new ArrayList<>();
            for (int i = 0; i < people; i++) {
                PersonId id = writer.newPersonId();
                Face face = face("stranger " + i, 0);
                writer.put(photo(face), List.of(new NewFace(face, new byte[0], id)));
                Person person = new Person(id, "Person " + i);
                long number = i + 1L;
                FaceId faceId = face.id();
                Box box = face.detection().box();
                writer.record(
                        new PeopleEvent(number, Instant.EPOCH, new UserAction.Confirmed(List.of(faceId), id)),
                        new Changes(
                                List.of(new Changes.OfFace(
                                        faceId,
                                        box,
                                        new Changes.FaceAssignment(id, null),
                                        new Changes.FaceAssignment(id, new Assignment(Assignment.Reason.USER)))),
                                List.of(new Changes.OfPerson(id, new Person(id, null), person)),
                                List.of(),
                                List.of(new Assertion.Assigned(faceId, box, id, true, number))));
                known.add(person);
                commitSometimes(writer, i);
            }
            for (int i = people; i < events; i++) {
                Person before = known.get(i % people);
                Person after = before.withName("Person %d, event %d".formatted(i % people, i));
                known.set(i % people, after);
                writer.record(
                        new PeopleEvent(i + 1L, Instant.EPOCH, new UserAction.Named(after.id(), after.name())),
                        new Changes(
                                List.of(),
                                List.of(new Changes.OfPerson(after.id(), before, after)),
                                List.of(),
                                List.of()));
                commitSometimes(writer, i);
            }
        }
    }

    private static void commitSometimes(GalleryWriter writer, int step) {
        if (step % BATCH == BATCH - 1) {
            writer.commit();
        }
    }

    private Face face(String photo, int ordinal) {
        float[] vector = new float[EMBEDDER.dimension()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        float left = 100f * ordinal;
        Point middle = new Point(left + 40, 40);
        return new Face(
                new FaceId(PhotoId.ofFile(photo.getBytes(StandardCharsets.UTF_8)), ordinal),
                new Detection(
                        new Box(left, 0, left + 80, 80), new Landmarks(middle, middle, middle, middle, middle), 0.9f),
                new Embedding(UnitVector.normalized(vector), 20));
    }

    private static StoredPhoto photo(Face face) {
        PhotoId id = face.id().photo();
        return new StoredPhoto(
                id, new TreeMap<>(Map.of("/photos/" + id + ".jpg", Instant.EPOCH)), 400, 100, null, 1, "JPEG");
    }

    /// A gallery with the people that are edited, two per round.
    private final class Subject {
        private final Gallery gallery;
        private final PeopleEditor editor;
        private final UndoRedo undoRedo;
        private final List<Face> faces = new ArrayList<>();
        private final List<PersonId> pairs = new ArrayList<>();

        Subject(Gallery gallery) {
            this.gallery = gallery;
            this.editor = new PeopleEditor(gallery, Actor.COMMAND_LINE, InstantSource.system());
            this.undoRedo = new UndoRedo(gallery, Actor.COMMAND_LINE, InstantSource.system());
        }

        void addPeople() {
            try (GalleryWriter writer = gallery.writer(EMBEDDER)) {
                for (int round = 0; round < WARM_UP + rounds; round++) {
                    PersonId one = writer.newPersonId();
                    PersonId other = writer.newPersonId();
                    Face first = face("round " + round, 0);
                    Face second = face("round " + round, 1);
                    Face third = face("round " + round, 2);
                    writer.put(
                            photo(first),
                            List.of(
                                    new NewFace(first, new byte[0], one),
                                    new NewFace(second, new byte[0], one),
                                    new NewFace(third, new byte[0], other)));
                    faces.addAll(List.of(first, second));
                    pairs.addAll(List.of(one, other));
                }
            }
        }

        double millis(Edit edit, int round) {
            PersonId one = pairs.get(2 * round);
            PersonId other = pairs.get(2 * round + 1);
            FaceId first = faces.get(2 * round).id();
            FaceId second = faces.get(2 * round + 1).id();
            long start = System.nanoTime();
            switch (edit) {
                case NAME -> editor.name(one, "Round " + round, false);
                case CONFIRM -> editor.confirm(List.of(first), one);
                case REJECT -> editor.reject(List.of(second), one);
                case MERGE -> editor.merge(List.of(other), one);
                case UNDO -> undoRedo.undo(1);
            }
            return (System.nanoTime() - start) / 1e6;
        }
    }
}
