package dev.likeness.engine.people;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.Landmarks;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Point;
import dev.likeness.face.UnitVector;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.NewFace;
import dev.likeness.index.StoredPhoto;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Photos without pictures: a few people, each a direction, and up to three of them in a photo, side by
/// side:
///
///     +--------------------------+
///     |  [slot 0][slot 1][slot 2]|     whatever order the detector finds them in
///     +--------------------------+
public final class SyntheticLibrary {
    public static final EmbedderStamp STAMP = new EmbedderStamp("synthetic", 16, "5".repeat(64));

    private final Random random;
    private final List<float[]> centres = new ArrayList<>();
    private final List<List<Embedding>> photos = new ArrayList<>();

    public SyntheticLibrary(Random random, int people) {
        this.random = random;
        for (int i = 0; i < people; i++) {
            centres.add(gaussian());
        }
    }

    /// Takes a photo of one to three people, and says its number.
    public int shoot() {
        List<Integer> who = new ArrayList<>();
        for (int i = 0; i < centres.size(); i++) {
            who.add(i);
        }
        Collections.shuffle(who, random);
        List<Embedding> shown = new ArrayList<>();
        for (int person : who.subList(0, 1 + random.nextInt(3))) {
            float noise = .1f + .5f * random.nextFloat();
            float[] vector = centres.get(person).clone();
            float[] blur = gaussian();
            for (int i = 0; i < vector.length; i++) {
                vector[i] += noise * blur[i];
            }
            shown.add(new Embedding(UnitVector.normalized(vector), 25 - 25 * noise));
        }
        photos.add(shown);
        return photos.size() - 1;
    }

    int size() {
        return photos.size();
    }

    /// Sixteen digits that are spread over all ids, and the number.
    PhotoId id(int photo) {
        String spread = PhotoId.ofFile(("photo " + photo).getBytes(StandardCharsets.UTF_8))
                .sha256();
        return new PhotoId(spread.substring(0, 16) + "%048x".formatted(photo));
    }

    static int number(PhotoId photo) {
        return Integer.parseInt(photo.sha256().substring(16), 16);
    }

    public StoredPhoto photo(int photo) {
        Map<String, Instant> paths = Map.of("/library/" + photo + ".jpg", Instant.EPOCH);
        return new StoredPhoto(id(photo), new TreeMap<>(paths), 400, 100, null, 1, "JPEG");
    }

    /// What a detector finds in a photo, in an order of its own.
    ///
    /// @param missed whether it may overlook a face this time
    public List<NewFace> detect(int photo, boolean missed) {
        List<Embedding> shown = photos.get(photo);
        List<Integer> order = new ArrayList<>();
        for (int slot = 0; slot < shown.size(); slot++) {
            order.add(slot);
        }
        Collections.shuffle(order, random);
        if (missed && order.size() > 1) {
            order.removeLast();
        }
        List<NewFace> faces = new ArrayList<>();
        for (int slot : order) {
            float jitter = random.nextInt(5);
            float left = 10 + 100 * slot + jitter;
            var landmarks = new Landmarks(
                    new Point(left + 20, 30),
                    new Point(left + 50, 30),
                    new Point(left + 35, 50),
                    new Point(left + 25, 65),
                    new Point(left + 45, 65));
            var detection = new Detection(new Box(left, 10, left + 70, 90), landmarks, .9f);
            faces.add(new NewFace(
                    new Face(new FaceId(id(photo), faces.size()), detection, shown.get(slot)), new byte[] {1}));
        }
        return faces;
    }

    /// The slot in which no detector finds a face.
    static final int DRAWN_SLOT = 3;

    /// A face that a user draws in [#DRAWN_SLOT], of somebody in the library.
    NewFace draw(FaceId id) {
        float left = 10 + 100 * DRAWN_SLOT;
        Point middle = new Point(left + 35, 50);
        var landmarks = new Landmarks(middle, middle, middle, middle, middle);
        float[] vector = centres.get(random.nextInt(centres.size())).clone();
        return new NewFace(
                new Face(
                        id,
                        new Detection(new Box(left, 10, left + 70, 90), landmarks, 0),
                        new Embedding(UnitVector.normalized(vector), 10)),
                new byte[] {1});
    }

    /// Which of a photo's people a box shows.
    static int slot(Box box) {
        return (int) ((box.left() + box.right()) / 2) / 100;
    }

    private float[] gaussian() {
        float[] vector = new float[16];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return UnitVector.normalized(vector).toArray();
    }
}
