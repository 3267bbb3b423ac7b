package dev.likeness.bench;

import dev.likeness.engine.EngineOptions;
import dev.likeness.face.Embedding;
import dev.likeness.face.FaceId;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.UnitVector;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.lucene.GalleryDirectory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// The gallery that is searched over HTTP: made-up faces of 512 dimensions, ten of each person.
final class HttpGallery {
    static final String NAME = "bench";

    private static final int DIMENSION = 512;
    private static final int FACES_PER_PERSON = 10;
    private static final float NOISE = 0.04f;
    private static final int FACES_PER_COMMIT = 10_000;
    private static final long SEED = 1;

    /// A model with a built-in calibration of templates, so that an answer with people needs all faces of each.
    private static final String CALIBRATED = "4bc1ac98f9d75932bea11c09720a91af0866401c817ec2b1dd7b87f3b952b95a";

    private HttpGallery() {}

    /// Adds one photo per face. Returns the centres of the people.
    static List<float[]> fill(EngineOptions options, int faces) {
        Random random = new Random(SEED);
        EmbedderStamp stamp = new EmbedderStamp("mobilefacenet-128", DIMENSION, CALIBRATED);
        List<float[]> centres = new ArrayList<>();
        try (GalleryDirectory galleries = GalleryDirectory.of(options.index());
                GalleryWriter writer = galleries.openOrCreate(NAME, stamp).writer(stamp)) {
            @Nullable PersonId person = null;
            for (int i = 0; i < faces; i++) {
                if (i % FACES_PER_PERSON == 0) {
                    centres.add(gaussian(random));
                    person = writer.newPersonId();
                    writer.put(new Person(person, "Person " + person.value()));
                }
                SyntheticPhoto.put(
                        writer,
                        faceId(i).photo(),
                        "photo " + i,
                        Embedding.ofRaw(near(centres.getLast(), random)),
                        person);
                if (i % FACES_PER_COMMIT == 0) {
                    writer.commit();
                }
            }
            writer.optimize();
        }
        return centres;
    }

    static FaceId faceId(int number) {
        return new FaceId(PhotoId.ofFile(("photo " + number).getBytes(StandardCharsets.UTF_8)), 0);
    }

    private static float[] gaussian(Random random) {
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return UnitVector.normalized(vector).toArray();
    }

    static float[] near(float[] centre, Random random) {
        float[] vector = centre.clone();
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] += (float) (NOISE * random.nextGaussian());
            vector[i] *= 10;
        }
        return vector;
    }
}
