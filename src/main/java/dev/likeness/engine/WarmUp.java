package dev.likeness.engine;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
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
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.NewFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.index.lucene.GalleryDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// A small gallery of made-up faces, which is searched as a large one is. A program that searches it before it
/// has to answer answers the first requests as quickly as later ones: by then the virtual machine has compiled
/// what a search runs.
public final class WarmUp {
    public static final String GALLERY = "warm-up";

    private static final int FACES = 1200;
    private static final int FACES_PER_PERSON = 12;
    private static final int EXACT_FACES = 100;
    private static final int DIMENSION = 512;

    private WarmUp() {}

    /// Creates the gallery and an engine for it.
    ///
    /// @param options those of the engine that is to be warm
    /// @param folder an empty folder
    public static Engine open(EngineOptions options, Path folder) {
        EngineOptions own = options.withIndexDirectory(folder);
        Engine engine = Engine.open(own, GalleryDirectory.of(own.index(), EXACT_FACES), _ -> {});
        try {
            fill(own, stamp(engine));
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
        return engine;
    }

    private static EmbedderStamp stamp(Engine engine) {
        try {
            return engine.defaultStamp();
        } catch (LikenessException _) {
            // The model is missing; vectors can be searched without it.
            return new EmbedderStamp(GALLERY, DIMENSION, "0".repeat(64));
        }
    }

    private static void fill(EngineOptions options, EmbedderStamp stamp) {
        SplittableRandom random = new SplittableRandom(1);
        Point point = new Point(40, 40);
        Detection detection =
                new Detection(new Box(0, 0, 80, 80), new Landmarks(point, point, point, point, point), 0.9f);
        try (GalleryDirectory galleries = GalleryDirectory.of(options.index(), EXACT_FACES);
                GalleryWriter writer = galleries.create(GALLERY, stamp).writer(stamp)) {
            PersonId person = writer.newPersonId();
            for (int i = 0; i < FACES; i++) {
                if (i % FACES_PER_PERSON == 0) {
                    person = writer.newPersonId();
                    writer.put(new Person(person, "Person " + person.value()));
                }
                FaceId id = face(i);
                Face face = new Face(id, detection, new Embedding(direction(random, stamp.dimension()), 15));
                writer.put(
                        new StoredPhoto(
                                id.photo(),
                                new TreeMap<>(Map.of("/photos/" + i + ".jpg", Instant.EPOCH)),
                                100,
                                100,
                                null,
                                1,
                                "JPEG"),
                        List.of(new NewFace(face, new byte[] {1}, person)));
            }
            writer.optimize();
        }
    }

    /// The id of a face of the gallery.
    ///
    /// @param number any that is not negative
    public static FaceId face(int number) {
        String name = "photo " + number % FACES;
        return new FaceId(PhotoId.ofFile(name.getBytes(StandardCharsets.UTF_8)), 0);
    }

    /// Components of a vector that can be searched for.
    public static float[] vector(Engine engine, int number) {
        try (GallerySnapshot snapshot = engine.galleries().snapshot(GALLERY)) {
            return direction(new SplittableRandom(number), snapshot.embedder().dimension())
                    .toArray();
        }
    }

    private static UnitVector direction(SplittableRandom random, int dimension) {
        float[] components = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            components[i] = (float) random.nextGaussian();
        }
        return UnitVector.normalized(components);
    }
}
