package dev.likeness.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.SquareModels;
import dev.likeness.api.auth.ApiKeyKind;
import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.auth.Sessions;
import dev.likeness.engine.Engine;
import dev.likeness.engine.backup.BackupSource;
import dev.likeness.engine.backup.BackupTarget;
import dev.likeness.engine.backup.Backups;
import dev.likeness.engine.clustering.ClusteringListener;
import dev.likeness.engine.contents.NewPhoto;
import dev.likeness.engine.contents.UploadedFiles;
import dev.likeness.engine.people.PeopleEditor;
import dev.likeness.face.Actor;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.image.content.PictureHash;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import dev.likeness.scoring.HandMadeCalibration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An operation of Likeness, in steps that are acknowledged one by one.
///
/// @param name says what it does
/// @param isPhotoByPhoto whether a fault may leave some of the photos of a step, each with all that belongs to
///     it;
///     other steps are done or not done
/// @param damage what is wrong with the gallery `raw` before; null if nothing is
/// @param steps in their order
record Operation(
        String name, boolean isPhotoByPhoto, @Nullable Damage damage, List<Step> steps) {
    /// Damages a gallery before an operation.
    @FunctionalInterface
    interface Damage {
        void to(Path galleries) throws IOException;
    }

    /// What an operation works on.
    ///
    /// @param galleries on the faulty disk
    record Place(Worlds worlds, Engine engine, Path galleries) {}

    /// When it returns, its changes are acknowledged.
    @FunctionalInterface
    interface Step {
        void run(Place place) throws IOException;
    }

    private static final Actor ACTOR = Actor.LOCAL;

    @Override
    public String toString() {
        return name;
    }

    private static Operation of(String name, Step... steps) {
        return new Operation(name, false, null, List.of(steps));
    }

    private static Operation photoByPhoto(String name, Step... steps) {
        return new Operation(name, true, null, List.of(steps));
    }

    /// Keeps the file of a photo and adds it, as an upload does.
    static void upload(Engine engine, byte[] photo, String name) {
        UploadedFiles files = new UploadedFiles(engine.galleries().folder("test"));
        engine.contents("test")
                .add(List.of(new NewPhoto(
                        NewPhoto.UPLOAD + name,
                        Worlds.ARRIVAL,
                        engine.analyse("test", name, photo),
                        () -> files.keep(PictureHash.of(photo), name, photo))));
    }

    private static Sessions sessions(Place place) {
        return new Sessions(
                KeyRing.of(place.galleries()),
                place.galleries().resolve(".server"),
                Duration.ofHours(1),
                Duration.ofHours(10));
    }

    private static void exportPeople(Place place) {
        place.engine().exchange("test", ACTOR).exportPeople(place.galleries().resolve(Worlds.PEOPLE_FILE), true);
    }

    /// Flips a bit in each file of the faces of the gallery `raw`.
    private static void flipBits(Path galleries) throws IOException {
        try (Stream<Path> files = Files.walk(galleries.resolve("raw"))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".cfs")).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2] ^= 1;
                Files.write(file, bytes);
            }
        }
    }

    private static PeopleEditor editor(Place place, String gallery) {
        return place.engine().people(gallery).editor(ACTOR);
    }

    private static PersonId person(Place place, int number) {
        return Worlds.people(place.engine(), "test").get(number);
    }

    private static List<FaceId> faces(Place place, PersonId person) {
        return place.engine().people("test").get(person).faces().stream()
                .map(face -> face.face())
                .sorted()
                .toList();
    }

    private static PersonId named(Place place, String name) {
        return place.engine().people("test").named(name).orElseThrow().id();
    }

    private static void erasePhoto(Place place) throws IOException {
        place.engine().contents("test").erasePhotos(Set.of(PictureHash.of(SquareModels.photo(50, 1, 5))));
    }

    private static void eraseBob(Place place) {
        place.engine().contents("test").erasePerson(named(place, "Bob"), false);
    }

    /// Bytes of what [#erasePhoto] erases: the file, the crops, and the vectors as the index holds them.
    static List<byte[]> erased(Engine engine) {
        byte[] photo = SquareModels.photo(50, 1, 5);
        List<byte[]> erased = new ArrayList<>(List.of(photo));
        try (GallerySnapshot snapshot = engine.galleries().snapshot("test")) {
            for (StoredFace face : snapshot.faces(PictureHash.of(photo))) {
                erased.add(snapshot.crop(face.face().id()).orElseThrow());
                float[] vector = face.face().embedding().direction().toArray();
                ByteBuffer bytes =
                        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(vector);
                erased.add(bytes.array());
            }
        }
        return erased;
    }

    /// Makes a backup, which takes the place of the one before.
    private static void backUp(Place place) {
        Backups backups = place.engine().galleries().backups();
        Path folder = place.galleries().resolve(".backups");
        backups.backUp("test", new BackupTarget(folder, null, 1, false));
        backups.verify(BackupSource.of(folder));
    }

    /// All operations.
    ///
    /// @param backup a backup of the gallery `test`
    /// @param people a people file of the gallery `test`
    static List<Operation> all(Path backup, Path people) {
        return List.of(
                photoByPhoto(
                        "ingest into a new gallery",
                        place -> Worlds.ingest(
                                place.engine(), "fresh", place.worlds().more())),
                photoByPhoto(
                        "ingest more photos",
                        place -> Worlds.ingest(
                                place.engine(), "test", place.worlds().more())),
                photoByPhoto(
                        "upload",
                        place -> upload(place.engine(), SquareModels.photo(60, 2), "one.jpg"),
                        place -> upload(place.engine(), SquareModels.photo(61, 3, 1), "two.jpg")),
                of(
                        "edits",
                        place -> editor(place, "test").name(person(place, 2), "Cleo", false),
                        place -> editor(place, "test").merge(List.of(person(place, 3)), named(place, "Ann")),
                        place -> editor(place, "test")
                                .split(List.of(faces(place, named(place, "Ann")).getFirst()), "Dora"),
                        place -> editor(place, "test").hide(named(place, "Bob")),
                        place -> place.engine().people("test").undoRedo(ACTOR).undo(1),
                        place -> place.engine().people("test").undoRedo(ACTOR).undo(1),
                        place -> place.engine().people("test").undoRedo(ACTOR).redo(1)),
                of("cluster", place -> place.engine().cluster("raw", ClusteringListener.none())),
                of(
                        "re-embedding",
                        place -> place.engine().reembed("test", Worlds.OTHER_EMBEDDER, _ -> {}, () -> false)),
                of(
                        "erase and purge",
                        Operation::erasePhoto,
                        Operation::eraseBob,
                        place -> place.engine().galleries().purge("test")),
                of("backup", Operation::backUp, Operation::backUp),
                of("restore", place -> place.engine().galleries().restore("restored", BackupSource.of(backup), false)),
                of(
                        "import of a people file",
                        place -> place.engine().exchange("raw", ACTOR).importPeople(people, false)),
                of(
                        "calibration",
                        place -> HandMadeCalibration.of("c".repeat(64), "the test")
                                .write(place.galleries().resolve("test").resolve("calibration.json"))),
                of(
                        "sessions",
                        place -> assertThat(sessions(place).begin(place.worlds().secret()))
                                .isPresent(),
                        place -> sessions(place)
                                .end(sessions(place)
                                        .begin(place.worlds().secret())
                                        .orElseThrow()
                                        .id())),
                of(
                        "export of a people file",
                        Operation::exportPeople,
                        place -> editor(place, "test").name(named(place, "Bob"), "Bert", false),
                        Operation::exportPeople),
                new Operation(
                        "repair",
                        false,
                        Operation::flipBits,
                        List.of(place -> place.engine().galleries().repair("raw", null))),
                of(
                        "keys",
                        place -> KeyRing.of(place.galleries())
                                .create("second", ApiKeyKind.BEARER, Scope.READ, Set.of(), 0),
                        place -> KeyRing.of(place.galleries()).create("aws", ApiKeyKind.AWS, Scope.WRITE, Set.of(), 0),
                        place -> KeyRing.of(place.galleries())
                                .revoke(KeyRing.of(place.galleries())
                                        .list()
                                        .getFirst()
                                        .id())),
                of(
                        "creation and deletion of a gallery",
                        place -> place.engine().galleries().create("made", null),
                        place -> place.engine().galleries().delete("raw")));
    }
}
