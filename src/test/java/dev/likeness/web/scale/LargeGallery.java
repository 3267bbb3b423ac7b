package dev.likeness.web.scale;

import dev.likeness.face.Assertion;
import dev.likeness.face.Assignment;
import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.Landmarks;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Point;
import dev.likeness.face.UnitVector;
import dev.likeness.face.UserAction;
import dev.likeness.image.content.PictureHash;
import dev.likeness.index.Changes;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.Gallery;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.NewFace;
import dev.likeness.index.StoredPhoto;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// A gallery of synthetic people, the same for the same seed. Most people have a few faces, some have hundreds. The
/// latest photos have files, which are drawn; of the others only the crops of their faces are left, as if the files
/// were on a disk that is not there.
final class LargeGallery {
    private static final long SEED = 1;
    private static final int CROPS = 500;
    private static final double SPREAD = 1.5;
    private static final double SHARE_OF_PERSON = 0.62;
    private static final double SHARE_OF_PAIRS = 0.25;
    private static final double SHARE_OF_UNCERTAIN = 0.02;
    private static final LocalDateTime LATEST = LocalDateTime.of(2026, 6, 30, 12, 0);
    private static final long MINUTES_BETWEEN_PHOTOS = 120;

    private final Random random = new Random(SEED);
    private final int people;
    private final int faces;
    private final int files;
    private final Path folder;
    private final Map<Integer, float[]> centres = new HashMap<>();
    private final Map<Integer, List<Face>> facesOf = new TreeMap<>();
    private final List<PersonId> ids = new ArrayList<>();

    /// @param files number of photos that have files
    /// @param folder where the files are put
    LargeGallery(int people, int faces, int files, Path folder) {
        this.people = people;
        this.faces = faces;
        this.files = files;
        this.folder = folder;
    }

    /// Fills a gallery. Nobody has a name.
    void fill(Gallery gallery) throws IOException {
        EmbedderStamp stamp = gallery.embedder();
        List<byte[]> crops = new ArrayList<>();
        for (int i = 0; i < CROPS; i++) {
            crops.add(DrawnPhotos.crop(random));
        }
        int[] personOf = peopleOfFaces();
        Files.createDirectories(folder);
        try (GalleryWriter writer = gallery.writer(stamp)) {
            for (int i = 0; i < people; i++) {
                ids.add(writer.newPersonId());
            }
            int photo = 0;
            for (int face = 0; face < faces; photo++) {
                int count = face + 1 < faces && random.nextDouble() < SHARE_OF_PAIRS ? 2 : 1;
                StoredPhoto stored = photo(photo, count);
                List<NewFace> added = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    int person = personOf[face + i];
                    Face made = face(stored.id(), i, count, person, stamp.dimension());
                    facesOf.computeIfAbsent(person, _ -> new ArrayList<>()).add(made);
                    added.add(new NewFace(made, crops.get(random.nextInt(CROPS)), ids.get(person)));
                }
                writer.put(stored, added);
                face += count;
            }
            assign(writer);
            writer.commit();
            writer.optimize();
        }
    }

    /// Reasons and profiles, as a clustering stores them. Without profiles every list of people would read all vectors.
    private void assign(GalleryWriter writer) {
        Map<PersonId, PersonProfile> profiles = new HashMap<>();
        facesOf.forEach((person, all) -> {
            Map<FaceId, Assignment> uncertain = new HashMap<>();
            all.stream()
                    .filter(_ -> random.nextDouble() < SHARE_OF_UNCERTAIN)
                    .forEach(face ->
                            uncertain.put(face.id(), new Assignment(Assignment.Reason.JOINED, 2 * random.nextFloat())));
            if (!uncertain.isEmpty()) {
                writer.assignWithReason(uncertain, ids.get(person));
            }
            profiles.put(ids.get(person), PersonProfile.of(all));
        });
        writer.putProfiles(profiles);
    }

    /// Gives names and a history to the filled gallery.
    ///
    /// @param named number of people who get a name, those with the lowest numbers
    /// @param events number of edits; those that are not the first name of somebody change a name
    static void name(Gallery gallery, int named, int events) {
        try (GalleryWriter writer = gallery.writer(gallery.embedder())) {
            Map<Integer, Person> before = new HashMap<>();
            for (int event = 0; event < events; event++) {
                int number = event % named;
                PersonId id = new PersonId(number + 1L);
                Person old = before.getOrDefault(number, new Person(id, null));
                Person now = old.withName("%s %s %d"
                        .formatted(
                                List.of("Ada", "Björn", "Chloé", "Dmitri", "Esra", "Farid", "Grace", "Hana")
                                        .get(number % 8),
                                event < named ? "Probe" : "Sample",
                                number));
                before.put(number, now);
                writer.record(
                        new PeopleEvent(
                                event + 1L, Instant.EPOCH.plusSeconds(event), new UserAction.Named(id, now.name())),
                        new Changes(
                                List.of(),
                                List.of(new Changes.OfPerson(id, old, now)),
                                List.of(),
                                List.<Assertion>of()));
            }
        }
    }

    /// The first faces show one person each; the others are shared out unequally.
    private int[] peopleOfFaces() {
        double[] upTo = new double[people];
        double total = 0;
        for (int i = 0; i < people; i++) {
            total += Math.exp(SPREAD * random.nextGaussian());
            upTo[i] = total;
        }
        int[] personOf = new int[faces];
        for (int face = 0; face < faces; face++) {
            int drawn = Arrays.binarySearch(upTo, random.nextDouble() * total);
            personOf[face] = face < people ? face : Math.min(people - 1, drawn < 0 ? -1 - drawn : drawn);
        }
        // The people of neighbouring photos are not neighbours.
        for (int i = faces - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = personOf[i];
            personOf[i] = personOf[other];
            personOf[other] = kept;
        }
        return personOf;
    }

    private StoredPhoto photo(int number, int faceCount) throws IOException {
        Path path = folder.resolve("photo-%06d.jpg".formatted(number));
        byte[] bytes = number < files
                ? DrawnPhotos.photo(faceCount, random)
                : "photo %d".formatted(number).getBytes(StandardCharsets.UTF_8);
        Instant changed = Instant.EPOCH;
        if (number < files) {
            Files.write(path, bytes);
            changed = Files.getLastModifiedTime(path).toInstant();
        }
        return new StoredPhoto(
                PictureHash.of(bytes),
                new TreeMap<>(Map.of(path.toString(), changed)),
                DrawnPhotos.WIDTH,
                DrawnPhotos.HEIGHT,
                LATEST.minusMinutes(number * MINUTES_BETWEEN_PHOTOS),
                bytes.length,
                "JPEG");
    }

    private Face face(PhotoId photo, int ordinal, int count, int person, int dimension) {
        float middle = (float) DrawnPhotos.middle(ordinal, count);
        float half = (float) DrawnPhotos.size(count) / 2;
        float height = DrawnPhotos.HEIGHT * .45f;
        Box box = new Box(middle - half, height - half, middle + half, height + half);
        Landmarks landmarks = new Landmarks(
                new Point(middle - half / 3, height - half / 6),
                new Point(middle + half / 3, height - half / 6),
                new Point(middle, height),
                new Point(middle - half / 4, height + half / 3),
                new Point(middle + half / 4, height + half / 3));
        float[] centre = centres.computeIfAbsent(person, _ -> direction(dimension));
        float[] noise = direction(dimension);
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) (Math.sqrt(SHARE_OF_PERSON) * centre[i] + Math.sqrt(1 - SHARE_OF_PERSON) * noise[i]);
        }
        float magnitude = (float) Math.clamp(16 + 3 * random.nextGaussian(), 7, 24);
        return new Face(
                new FaceId(photo, ordinal),
                new Detection(box, landmarks, .9f),
                new Embedding(UnitVector.normalized(vector), magnitude));
    }

    private float[] direction(int dimension) {
        float[] direction = new float[dimension];
        double squares = 0;
        for (int i = 0; i < dimension; i++) {
            direction[i] = (float) random.nextGaussian();
            squares += direction[i] * direction[i];
        }
        for (int i = 0; i < dimension; i++) {
            direction[i] /= (float) Math.sqrt(squares);
        }
        return direction;
    }
}
