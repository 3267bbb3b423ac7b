package dev.likeness.index.lucene;

import static dev.likeness.index.lucene.GalleryFixtures.face;
import static dev.likeness.index.lucene.GalleryFixtures.faceId;
import static dev.likeness.index.lucene.GalleryFixtures.photo;
import static dev.likeness.index.lucene.GalleryFixtures.photoId;

import dev.likeness.face.Assertion;
import dev.likeness.face.Assignment;
import dev.likeness.face.Box;
import dev.likeness.face.FaceFilter;
import dev.likeness.face.FaceId;
import dev.likeness.face.FileId;
import dev.likeness.face.Orientation;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.face.UnitVector;
import dev.likeness.face.UserAction;
import dev.likeness.index.Changes;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.Match;
import dev.likeness.index.NewFace;
import dev.likeness.index.PhotoMetadata;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredFile;
import dev.likeness.index.StoredPhoto;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/// A gallery with every kind of document, in several segments with deleted documents and values that were
/// updated in place. All faces are synthetic.
public final class SampleGallery {
    public static final EmbedderStamp EMBEDDER = new EmbedderStamp("sample", 64, "c".repeat(64));

    static final int PHOTOS = 24;
    private static final int PEOPLE = 5;

    private SampleGallery() {}

    /// Everything that a user can see of a gallery, by a key for each.
    public record Answers(Map<String, String> all) {
        /// The answers that are not these.
        List<String> differences(Answers other) {
            return all.entrySet().stream()
                    .filter(answer -> !answer.getValue().equals(other.all().get(answer.getKey())))
                    .map(answer -> answer.getKey() + " = " + answer.getValue() + " but "
                            + other.all().get(answer.getKey()))
                    .toList();
        }
    }

    /// Creates the gallery.
    ///
    /// @param seed decides the vectors
    public static void create(GalleryDirectory directory, String name, long seed) {
        create(directory, name, seed, 3);
    }

    /// Creates the gallery.
    ///
    /// @param parts number of commits that add photos
    static void create(GalleryDirectory directory, String name, long seed, int parts) {
        var random = new Random(seed);
        Gallery gallery = directory.create(name, EMBEDDER);
        List<FaceId> faces = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            try (GalleryWriter writer = gallery.writer(EMBEDDER)) {
                for (int number = part * PHOTOS / parts; number < (part + 1) * PHOTOS / parts; number++) {
                    faces.addAll(put(writer, number, random));
                }
            }
        }
        try (GalleryWriter writer = gallery.writer(EMBEDDER)) {
            Map<PersonId, PersonProfile> profiles = new HashMap<>();
            for (int number = 0; number < PEOPLE; number++) {
                PersonId person = writer.newPersonId();
                int first = number;
                List<FaceId> own = faces.stream()
                        .filter(face -> faces.indexOf(face) % (PEOPLE + 1) == first)
                        .toList();
                writer.assignWithReason(reasons(own), person);
                profiles.put(person, new PersonProfile(own.getFirst(), 0.5f, number));
            }
            writer.putProfiles(profiles);
        }
        try (GalleryWriter writer = gallery.writer(EMBEDDER)) {
            edit(writer, faces);
            writer.remove(photoId("photo 3"));
        }
    }

    private static List<FaceId> put(GalleryWriter writer, int number, Random random) {
        String name = "photo " + number;
        List<NewFace> faces = new ArrayList<>();
        for (int ordinal = 0; ordinal < number % 3 + (number % 7 == 0 ? 0 : 1); ordinal++) {
            faces.add(face(name, ordinal, 10 + 20 * random.nextFloat(), direction(random)));
        }
        LocalDateTime captured = number % 2 == 0 ? null : LocalDateTime.of(2024, 5, 1 + number, 12, 0);
        byte[] preview = number % 4 == 1 ? null : GalleryFixtures.crop(faceId(name, number));
        StoredPhoto photo = photo(name, captured, "/library/" + name + ".jpg");
        // Of some photos, no file was read since galleries know photos by their pictures.
        writer.put(number % 3 == 0 ? photo : withFiles(photo), faces, preview);
        return faces.stream().map(face -> face.face().id()).toList();
    }

    private static StoredPhoto withFiles(StoredPhoto photo) {
        String path = photo.paths().firstKey();
        Instant changed = Objects.requireNonNull(photo.paths().get(path));
        var before = new StoredFile(FileId.of((path + " as it was").getBytes(StandardCharsets.UTF_8)), 12_000);
        var now = new StoredFile(FileId.of(path.getBytes(StandardCharsets.UTF_8)), 12_345);
        return photo.withFile(path, changed, before)
                .withFile(path, changed, now)
                .withMetadata(new PhotoMetadata(Orientation.TURN_CLOCKWISE, photo.captureTime()), 12_345);
    }

    private static UnitVector direction(Random random) {
        float[] vector = new float[EMBEDDER.dimension()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return UnitVector.normalized(vector);
    }

    private static Map<FaceId, Assignment> reasons(List<FaceId> faces) {
        Map<FaceId, Assignment> reasons = new HashMap<>();
        faces.forEach(face -> reasons.put(face, new Assignment(Assignment.Reason.CORE, 2.5f)));
        return reasons;
    }

    private static void edit(GalleryWriter writer, List<FaceId> faces) {
        name(writer, 1, "Ann");
        name(writer, 2, "Bob");
        name(writer, 3, "Çağla Ångström");
        FaceId confirmed = faces.getFirst();
        FaceId rejected = faces.get(4);
        FaceId none = faces.get(5);
        record(
                writer,
                new UserAction.Confirmed(List.of(confirmed), new PersonId(1)),
                List.of(new Assertion.Assigned(
                        confirmed, box(confirmed), new PersonId(1), true, writer.nextEventNumber())));
        record(
                writer,
                new UserAction.Rejected(List.of(rejected), new PersonId(2)),
                List.of(new Assertion.Rejected(rejected, box(rejected), new PersonId(2), writer.nextEventNumber())));
        record(
                writer,
                new UserAction.MarkedNotAFace(List.of(none)),
                List.of(new Assertion.NotAFace(none, box(none), writer.nextEventNumber())));
        record(
                writer,
                new UserAction.MarkedDifferent(new PersonId(1), new PersonId(2)),
                List.of(new Assertion.DifferentPeople(new PersonId(1), new PersonId(2), writer.nextEventNumber())));
    }

    private static Box box(FaceId id) {
        return GalleryFixtures.face("any", id.ordinal(), 1, UnitVector.of(1))
                .face()
                .detection()
                .box();
    }

    private static void name(GalleryWriter writer, long person, String name) {
        var id = new PersonId(person);
        writer.record(
                new PeopleEvent(
                        writer.nextEventNumber(), Instant.ofEpochSecond(person), new UserAction.Named(id, name)),
                new Changes(
                        List.of(),
                        List.of(new Changes.OfPerson(id, new Person(id, null), new Person(id, name))),
                        List.of(),
                        List.of()));
    }

    private static void record(GalleryWriter writer, UserAction action, List<Assertion> added) {
        writer.record(
                new PeopleEvent(writer.nextEventNumber(), Instant.ofEpochSecond(99), action),
                new Changes(List.of(), List.of(), List.of(), added));
    }

    /// Everything that can be read of a gallery.
    public static Answers answers(Gallery gallery) {
        Map<String, String> all = new TreeMap<>();
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            snapshot.forEachPhoto(photo -> {
                all.put("photo " + photo.id(), photo.toString());
                all.put("preview " + photo.id(), hex(snapshot.preview(photo.id())));
            });
            List<StoredFace> faces = new ArrayList<>();
            snapshot.forEachStoredFace(faces::add);
            for (StoredFace face : faces) {
                FaceId id = face.face().id();
                all.put("face " + id, face.face().toString() + face.notAFace() + face.captureTime());
                all.put("person of face " + id, face.person() + " " + face.assignment());
                all.put("crop " + id, hex(snapshot.crop(id)));
                all.put("photo of face " + id, "" + snapshot.photo(id.photo()).isPresent());
            }
            snapshot.people().forEach(person -> all.put("person " + person.id(), person.toString()));
            snapshot.profiles().forEach((person, profile) -> all.put("profile " + person, profile.toString()));
            snapshot.assertions().forEach(assertion -> all.put("assertion " + assertion, "true"));
            snapshot.events()
                    .forEach(event -> all.put(
                            "event " + event.number(),
                            event + " " + snapshot.changes(event.number()).orElseThrow()));
            snapshot.peopleNamed("Ann").forEach(person -> all.put("named Ann " + person.id(), "true"));
            var random = new Random(7);
            for (int probe = 0; probe < 3; probe++) {
                for (Match match : snapshot.nearest(direction(random), 1000, FaceFilter.none())
                        .matches()) {
                    all.put(
                            "cosine of probe %d with %s".formatted(probe, match.face()),
                            "%.2f".formatted(match.cosine()));
                }
            }
        }
        return new Answers(all);
    }

    private static String hex(Optional<byte[]> picture) {
        return picture.map(HexFormat.of()::formatHex).orElse("none");
    }

    /// Changes the gallery once more, in a new commit.
    public static void touch(GalleryDirectory directory, String name) {
        try (GalleryWriter writer = directory.open(name).writer(EMBEDDER)) {
            writer.assign(List.of(faceId("photo 2", 1)), new PersonId(2));
            name(writer, 4, "Dora");
        }
    }
}
