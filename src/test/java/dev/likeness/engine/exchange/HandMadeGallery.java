package dev.likeness.engine.exchange;

import dev.likeness.calibration.OperatingPoint;
import dev.likeness.calibration.QualityScale;
import dev.likeness.engine.people.People;
import dev.likeness.face.Actor;
import dev.likeness.face.Assertion;
import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.Landmarks;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Point;
import dev.likeness.face.UnitVector;
import dev.likeness.image.EncodedImage;
import dev.likeness.image.ImageOptions;
import dev.likeness.image.ImageReader;
import dev.likeness.image.content.PictureHash;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.NewFace;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.index.lucene.GalleryDirectory;
import dev.likeness.scoring.MatchScorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A gallery `test` of photo files whose faces are where the test says, without any model.
public final class HandMadeGallery implements AutoCloseable {
    static final String NAME = "test";
    private static final float USUAL = 10;

    /// Has the quality 5.
    private static final float POOR = 2;

    private static final EmbedderStamp PLANE = new EmbedderStamp("plane", 2, "a".repeat(64));

    private final GalleryDirectory directory;
    private final Gallery gallery;
    private final ImageReader reader = new ImageReader(ImageOptions.defaults());

    public HandMadeGallery(Path index) {
        directory = GalleryDirectory.of(IndexOptions.defaults().in(index));
        gallery = directory.openOrCreate(NAME, PLANE);
    }

    /// Takes a file in as ingest would.
    ///
    /// @param boxes its faces in shares of the upright photo, numbered in this order
    public PhotoId add(Path file, Box... boxes) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        EncodedImage image = reader.open(bytes);
        PhotoId id = PictureHash.of(bytes);
        List<NewFace> faces = new ArrayList<>();
        for (Box box : boxes) {
            faces.add(new NewFace(
                    face(new FaceId(id, faces.size()), box, image.width(), image.height()), new byte[] {1}));
        }
        Instant changed = Files.getLastModifiedTime(file).toInstant();
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            TreeMap<String, Instant> paths = new TreeMap<>();
            try (GallerySnapshot snapshot = gallery.snapshot()) {
                snapshot.photo(id).ifPresent(known -> paths.putAll(known.paths()));
            }
            paths.put(file.toString(), changed);
            writer.put(new StoredPhoto(id, paths, image.width(), image.height(), null, bytes.length, "jpeg"), faces);
        }
        return id;
    }

    /// Stores a face that a user drew.
    ///
    /// @param box in pixels of the photo
    FaceId draw(PhotoId photo, Box box) {
        try (GalleryWriter writer = gallery.writer(PLANE);
                GallerySnapshot snapshot = gallery.snapshot()) {
            StoredPhoto stored = snapshot.photo(photo).orElseThrow();
            List<NewFace> faces = new ArrayList<>();
            snapshot.faces(photo).forEach(face -> faces.add(new NewFace(face.face(), new byte[] {1})));
            FaceId id = new FaceId(photo, FaceId.FIRST_DRAWN + faces.size());
            Box shares = new Box(
                    box.left() / stored.width(),
                    box.top() / stored.height(),
                    box.right() / stored.width(),
                    box.bottom() / stored.height());
            faces.add(new NewFace(face(id, shares, stored.width(), stored.height()), new byte[] {1}));
            writer.put(stored, faces);
            return id;
        }
    }

    /// Gives a photo's faces so poor an embedding that they hardly tell who it is.
    void makePoor(PhotoId photo) {
        try (GalleryWriter writer = gallery.writer(PLANE);
                GallerySnapshot snapshot = gallery.snapshot()) {
            List<NewFace> faces = new ArrayList<>();
            snapshot.faces(photo).forEach(stored -> {
                Face face = stored.face();
                Embedding poor = new Embedding(face.embedding().direction(), POOR);
                faces.add(new NewFace(new Face(face.id(), face.detection(), poor), new byte[] {1}));
            });
            writer.put(snapshot.photo(photo).orElseThrow(), faces);
        }
    }

    private static Face face(FaceId id, Box shares, int width, int height) {
        Box box =
                new Box(shares.left() * width, shares.top() * height, shares.right() * width, shares.bottom() * height);
        Point middle = new Point((box.left() + box.right()) / 2, (box.top() + box.bottom()) / 2);
        Landmarks landmarks = new Landmarks(middle, middle, middle, middle, middle);
        double angle = id.hashCode() % 1000 / 1000.0;
        Embedding embedding = new Embedding(
                UnitVector.normalized(new float[] {(float) Math.cos(angle), (float) Math.sin(angle)}), USUAL);
        return new Face(id, new Detection(box, landmarks, .9f), embedding);
    }

    /// Makes a new person of these faces, as a grouping would.
    public PersonId group(@Nullable String name, FaceId... faces) {
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            PersonId id = writer.newPersonId();
            writer.put(new Person(id, name));
            writer.assign(Arrays.asList(faces), id);
            return id;
        }
    }

    People people() {
        return new People(
                gallery,
                _ -> {
                    throw new AssertionError("nobody asks what a magnitude means");
                },
                InstantSource.system());
    }

    Exchange exchange() {
        return new Exchange(
                NAME,
                gallery,
                people().editor(Actor.LOCAL),
                reader,
                this::draw,
                _ -> new MatchScorer(QualityScale.spanning(POOR, USUAL), null, null, OperatingPoint.BALANCED));
    }

    /// The name of a face's person.
    public Optional<String> name(FaceId face) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return snapshot.face(face)
                    .map(StoredFace::person)
                    .flatMap(snapshot::person)
                    .map(Person::name);
        }
    }

    Optional<Person> identity(String name) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return snapshot.personNamed(name);
        }
    }

    List<Assertion> facts() {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return snapshot.assertions();
        }
    }

    /// All that is known of people, for a comparison.
    List<String> everything() {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            List<String> all = new ArrayList<>();
            snapshot.people().forEach(person -> all.add(person.toString()));
            snapshot.assertions().forEach(assertion -> all.add(assertion.toString()));
            snapshot.forEachPhoto(photo -> snapshot.faces(photo.id())
                    .forEach(face -> all.add(
                            face.face().id() + " " + face.person() + " " + face.assignment() + " " + face.notAFace())));
            return all.stream().sorted().toList();
        }
    }

    @Override
    public void close() {
        directory.close();
    }
}
