package dev.likeness.engine.ingest;

import dev.likeness.engine.Engine;
import dev.likeness.engine.clustering.ClusteringListener;
import dev.likeness.engine.contents.FaceDetails;
import dev.likeness.engine.people.PeopleEditor;
import dev.likeness.engine.people.PeopleOrder;
import dev.likeness.engine.people.PersonListItem;
import dev.likeness.face.Actor;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.Orientation;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.PictureTurn;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.NewFace;
import dev.likeness.index.PhotoMove;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.index.lucene.GalleryDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A gallery in which users said something of every kind, and what it knows, in words.
final class SaidGallery {
    private SaidGallery() {}

    /// Clusters the faces, names the first people, and says something of every kind about some of their faces.
    static void say(Engine engine) {
        engine.cluster("test", ClusteringListener.none());
        List<PersonListItem> people = engine.people("test").list(PeopleOrder.NAME, true);
        PeopleEditor editor = engine.people("test").editor(Actor.COMMAND_LINE);
        for (int i = 0; i < people.size(); i += 2) {
            editor.name(people.get(i).person(), "Person " + i, false);
        }
        List<FaceId> faces = new ArrayList<>();
        engine.contents("test").faces(null, 1000).forEach(face -> faces.add(face.face()));
        for (int i = 0; i < faces.size(); i++) {
            FaceId face = faces.get(i);
            PersonId own = engine.contents("test").face(face).person();
            PersonId other = people.get(i % people.size()).person();
            switch (i % 5) {
                case 0 -> editor.nameFace(face, "Nameface " + i % 4);
                case 1 -> {
                    if (own != null) {
                        editor.confirm(List.of(face), own);
                        editor.cover(own, face);
                    }
                }
                case 2 -> {
                    if (own != null
                            && !own.equals(other)
                            && engine.people("test").find(other).isPresent()) {
                        editor.reject(List.of(face), other);
                    }
                }
                case 3 -> {
                    if (i % 10 == 3) {
                        editor.markNotAFace(List.of(face));
                    }
                }
                default -> {
                    // Nobody says anything about this one.
                }
            }
        }
    }

    /// What a gallery knows of the faces of each photo, by the names of its files. Neither ids nor places
    /// count.
    ///
    /// @param name the name of a file before, by the one that it has
    static List<String> facts(Engine engine, UnaryOperator<String> name) {
        Map<PersonId, String> names = new HashMap<>();
        List<String> facts = new ArrayList<>(covers(engine, name));
        for (PersonListItem person : engine.people("test").list(PeopleOrder.NAME, true)) {
            names.put(person.person(), person.person() + " " + person.name());
            facts.add("person " + names.get(person.person()));
        }
        engine.contents("test")
                .faces(null, 10_000)
                .forEach(face -> facts.add("%s: a face of %s, %s, not a face: %b"
                        .formatted(
                                face.paths().stream()
                                        .map(path -> name.apply(fileName(path)))
                                        .distinct()
                                        .sorted()
                                        .toList(),
                                names.get(face.person()),
                                decision(face),
                                face.notAFace())));
        facts.sort(null);
        return facts;
    }

    /// The reason, the same for a suggestion: a photo that is read again may be clearer or poorer than before.
    private static @Nullable String decision(FaceDetails face) {
        return "suggested".equals(face.reason()) ? "joined" : face.reason();
    }

    /// The covers that a user chose. Others are the best faces, which a photo that is read anew may change.
    private static List<String> covers(Engine engine, UnaryOperator<String> name) {
        try {
            Path file = Files.createTempFile("people", ".json");
            engine.exchange("test", Actor.COMMAND_LINE).exportPeople(file, true);
            List<String> covers = new ArrayList<>();
            for (JsonNode person : JsonMapper.shared().readTree(file).get("people")) {
                if (person.hasNonNull("cover")) {
                    covers.add("the cover of %s is in %s"
                            .formatted(
                                    person.get("name"),
                                    person.get("cover")
                                            .get("paths")
                                            .valueStream()
                                            .map(path -> name.apply(fileName(path.stringValue())))
                                            .distinct()
                                            .sorted()
                                            .toList()));
                }
            }
            Files.delete(file);
            return covers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String fileName(String path) {
        return String.valueOf(Path.of(path).getFileName());
    }

    /// The people file of a gallery.
    static String people(Engine engine, Path folder) throws IOException {
        Path file = folder.resolve("people.json");
        engine.exchange("test", Actor.COMMAND_LINE).exportPeople(file, true);
        return Files.readString(file);
    }

    /// Makes a gallery know its photos by their files, as galleries of format 2 do.
    static void knowByFiles(Path index) {
        change(index, photo -> {
            PhotoId id = PhotoId.ofFile(photo.fileIds().first());
            return PhotoMove.renamed(
                    photo.id(),
                    new StoredPhoto(
                            id,
                            photo.paths(),
                            photo.width(),
                            photo.height(),
                            photo.captureTime(),
                            photo.bytes(),
                            photo.format(),
                            photo.fingerprint()));
        });
    }

    /// Adds a photo that is another one under another orientation, as galleries of format 2 did for each file.
    static void doubled(Path index, Path file, Path twin, PhotoId id, int orientation) {
        try (GalleryDirectory directory =
                GalleryDirectory.of(IndexOptions.defaults().in(index))) {
            var gallery = directory.open("test");
            try (var writer = gallery.writer(gallery.embedder());
                    GallerySnapshot snapshot = gallery.snapshot()) {
                StoredPhoto photo = snapshot.photoAt(file.toString()).orElseThrow();
                var turn = PictureTurn.between(
                        Orientation.UPRIGHT, Orientation.ofTag(orientation), photo.width(), photo.height());
                List<NewFace> faces = new ArrayList<>();
                for (StoredFace face : snapshot.faces(photo.id())) {
                    FaceId known = face.face().id();
                    faces.add(new NewFace(
                            new Face(
                                    new FaceId(id, known.ordinal()),
                                    turn.apply(face.face().detection()),
                                    face.face().embedding()),
                            snapshot.crop(known).orElseThrow()));
                }
                writer.put(
                        new StoredPhoto(
                                id,
                                new TreeMap<>(Map.of(twin.toString(), Instant.EPOCH)),
                                Math.round(turn.toWidth()),
                                Math.round(turn.toHeight()),
                                photo.captureTime(),
                                photo.bytes(),
                                photo.format(),
                                photo.fingerprint()),
                        faces);
            }
        }
    }

    private static void change(Path index, Function<StoredPhoto, PhotoMove> change) {
        try (GalleryDirectory directory =
                GalleryDirectory.of(IndexOptions.defaults().in(index))) {
            var gallery = directory.open("test");
            try (var writer = gallery.writer(gallery.embedder());
                    GallerySnapshot snapshot = gallery.snapshot()) {
                List<PhotoMove> moves = new ArrayList<>();
                snapshot.forEachPhoto(photo -> moves.add(change.apply(photo)));
                writer.move(moves);
            }
        }
    }

    /// Reads a gallery.
    static void read(Path index, Consumer<GallerySnapshot> reader) {
        try (GalleryDirectory directory =
                        GalleryDirectory.of(IndexOptions.defaults().in(index));
                GallerySnapshot snapshot = directory.open("test").snapshot()) {
            reader.accept(snapshot);
        }
    }

    /// The faces of a gallery, by id.
    static List<StoredFace> faces(GallerySnapshot snapshot) {
        List<StoredFace> faces = new ArrayList<>();
        snapshot.forEachStoredFace(faces::add);
        faces.sort(Comparator.comparing(face -> face.face().id()));
        return faces;
    }
}
