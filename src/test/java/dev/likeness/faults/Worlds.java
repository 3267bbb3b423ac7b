package dev.likeness.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.SquareModels;
import dev.likeness.api.auth.ApiKey;
import dev.likeness.api.auth.ApiKeyKind;
import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Scope;
import dev.likeness.config.ConfigurationReader;
import dev.likeness.config.Setting;
import dev.likeness.engine.Engine;
import dev.likeness.engine.EngineOptions;
import dev.likeness.engine.clustering.ClusteringListener;
import dev.likeness.engine.ingest.IngestListener;
import dev.likeness.engine.ingest.IngestOptions;
import dev.likeness.engine.ingest.IngestRequest;
import dev.likeness.engine.people.PeopleOrder;
import dev.likeness.extract.StageTimes;
import dev.likeness.face.Actor;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import dev.likeness.face.Sha256;
import dev.likeness.image.content.PictureHash;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import dev.likeness.support.TextLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A folder of galleries and everything that a user can see of it. All faces are synthetic.
///
///     test       five photos with their people, of whom two are named; one photo was uploaded
///     raw        the same photos, not clustered
///     .server    one API key
final class Worlds {
    static final String PEOPLE_FILE = "people.json";
    static final String OTHER_EMBEDDER = "colours-2";
    static final Instant ARRIVAL = Instant.ofEpochSecond(1_790_000_000L);

    private static final String DAMAGED = "damaged";
    private static final int PHOTOS = 5;

    private final Path models;
    private final Path photos;
    private final Path more;
    private String secret = "";

    /// Writes the models and photos.
    ///
    /// @param folder for all files of the test
    Worlds(Path folder) throws IOException {
        models = SquareModels.in(folder.resolve("models"));
        Files.copy(models.resolve("colours.onnx"), models.resolve("colours-2.onnx"));
        Files.writeString(
                models.resolve("colours-2.yaml"),
                Files.readString(models.resolve("colours.yaml"))
                        .replace("id: colours", "id: colours-2")
                        .replace("colours.onnx", "colours-2.onnx")
                        .replace("channels: RGB", "channels: BGR"));
        photos = Files.createDirectories(folder.resolve("photos"));
        more = Files.createDirectories(folder.resolve("more"));
        for (int number = 0; number < PHOTOS; number++) {
            Files.write(photos.resolve(number + ".jpg"), SquareModels.photo(number, number % 2, 2 + number % 3));
        }
        for (int number = 0; number < 3; number++) {
            Files.write(more.resolve(number + ".jpg"), SquareModels.photo(100 + number, number, 7));
        }
    }

    /// The photos of the galleries.
    Path photos() {
        return photos;
    }

    /// The secret of the key.
    String secret() {
        return secret;
    }

    /// Further photos.
    Path more() {
        return more;
    }

    /// An engine on galleries below a path of any file system.
    Engine open(Path galleries) {
        Map<String, Setting> flags = new TreeMap<>();
        flags.put("models.directories", new Setting(models.toString(), "test"));
        flags.put("models.detector", new Setting(SquareModels.DETECTOR, "test"));
        flags.put("models.embedder", new Setting(SquareModels.EMBEDDER, "test"));
        flags.put("inference.device", new Setting("cpu", "test"));
        EngineOptions options =
                ConfigurationReader.read(null, Map.of(), flags).engine().withIndexDirectory(galleries);
        return Engine.open(
                new EngineOptions(
                        options.index(),
                        options.models(),
                        options.calibration(),
                        options.image(),
                        options.inference(),
                        options.detection(),
                        new IngestOptions(1, 2, Duration.ofMinutes(1), List.of()),
                        options.cluster(),
                        options.backup()),
                _ -> {});
    }

    /// Makes the galleries.
    void create(Path galleries) throws IOException {
        Files.createDirectories(galleries);
        try (Engine engine = open(galleries)) {
            ingest(engine, "raw", photos);
            ingest(engine, "test", photos);
            Operation.upload(engine, SquareModels.photo(50, 1, 5), "uploaded.jpg");
            engine.cluster("test", ClusteringListener.none());
            List<PersonId> people = people(engine, "test");
            engine.people("test").editor(Actor.LOCAL).name(people.get(0), "Ann", false);
            engine.people("test").editor(Actor.LOCAL).name(people.get(1), "Bob", false);
        }
        secret = KeyRing.of(galleries)
                .create("first", ApiKeyKind.BEARER, Scope.ADMIN, Set.of(), 0)
                .secret();
    }

    static void ingest(Engine engine, String gallery, Path folder) {
        engine.ingest(
                new IngestRequest(gallery, List.of(folder), false),
                new StageTimes(),
                IngestListener.none(),
                () -> false);
    }

    /// The people of a gallery, in the order of their ids.
    static List<PersonId> people(Engine engine, String gallery) {
        return engine.people(gallery).list(PeopleOrder.PHOTOS, true).stream()
                .map(person -> person.person())
                .sorted()
                .toList();
    }

    /// Everything that can be seen, by a key for each. The key of what belongs to a photo begins with the
    /// photo's.
    static Map<String, String> state(Engine engine, Path galleries) throws IOException {
        Map<String, String> all = new TreeMap<>();
        for (String gallery : engine.galleries().names()) {
            try (GallerySnapshot snapshot = engine.galleries().snapshot(gallery)) {
                put(all, "gallery " + gallery, snapshot);
            } catch (LikenessException e) {
                if (e.code() != ErrorCode.GALLERY_CORRUPT) {
                    throw e;
                }
                all.put("gallery " + gallery, DAMAGED);
            }
        }
        for (Path file : uploads(galleries)) {
            byte[] bytes = Files.readAllBytes(file);
            // The file of an upload is there before its photo is, and after it was erased.
            if (engine.contents("test").hasPhoto(PictureHash.of(bytes))) {
                all.put("upload " + file.getFileName(), Sha256.hex(bytes));
            }
        }
        List<String> keys = new ArrayList<>();
        KeyRing ring = KeyRing.of(galleries);
        for (ApiKey key : ring.list()) {
            keys.add(key.name());
            if (key.accessKeyId() != null) {
                // Its secret can be read.
                keys.add(ring.findAws(key.accessKeyId())
                        .map(_ -> "with its secret")
                        .orElseThrow());
            }
        }
        all.put("keys", keys + " closed=" + ring.isClosed());
        Path people = galleries.resolve(PEOPLE_FILE);
        all.put("people file", Files.exists(people) ? Files.readString(people) : "none");
        // A session may be lost, which costs a sign-in. Its file must never be half written.
        Path sessions = galleries.resolve(".server").resolve("sessions.json");
        if (Files.exists(sessions)) {
            assertThat(TextLimits.json().readTree(Files.readAllBytes(sessions)).path("sessions"))
                    .as("sessions")
                    .allMatch(session -> session.hasNonNull("idHash"));
        }
        Path calibration = galleries.resolve("test").resolve("calibration.json");
        all.put("calibration", Files.exists(calibration) ? Sha256.hex(Files.readAllBytes(calibration)) : "none");
        // The paths of uploads are those of the folder in which they were uploaded.
        String copies = Objects.requireNonNull(galleries.toRealPath().getParent()) + "/[^/]+/";
        all.replaceAll((_, value) -> value.replaceAll(copies, "<galleries>/"));
        return all;
    }

    private static List<Path> uploads(Path galleries) throws IOException {
        Path uploads = galleries.resolve("test").resolve("uploads");
        if (!Files.isDirectory(uploads)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(uploads)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    private static void put(Map<String, String> all, String gallery, GallerySnapshot snapshot) {
        all.put(gallery, snapshot.embedder().toString());
        snapshot.forEachPhoto(photo -> {
            String key = gallery + " photo " + photo.id();
            all.put(key, photo.toString());
            all.put(key + " preview", hash(snapshot.preview(photo.id())));
        });
        List<StoredFace> faces = new ArrayList<>();
        snapshot.forEachStoredFace(faces::add);
        for (StoredFace face : faces) {
            String key = gallery + " photo " + face.face().id().photo() + " face "
                    + face.face().id();
            all.put(key, face.face().toString() + face.notAFace() + face.captureTime());
            all.put(key + " person", face.person() + " " + face.assignment());
            all.put(key + " crop", hash(snapshot.crop(face.face().id())));
        }
        snapshot.people().forEach(person -> all.put(gallery + " person " + person.id(), person.toString()));
        snapshot.assertions().forEach(assertion -> all.put(gallery + " assertion " + assertion, "true"));
        snapshot.events()
                .forEach(event -> all.put(
                        gallery + " event " + event.number(),
                        event.actor() + " " + event.action() + " "
                                + snapshot.changes(event.number()).orElseThrow()));
        all.put(gallery + " purge due", "" + snapshot.isPurgeDue());
    }

    private static String hash(Optional<byte[]> bytes) {
        return bytes.map(Sha256::hex).orElse("none");
    }
}
