package dev.likeness.evaluation.clustering;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.Landmarks;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Point;
import dev.likeness.image.RgbImage;
import dev.likeness.index.NewFace;
import dev.likeness.index.StoredPhoto;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Parts of made galleries with labelled photos.
final class LabelledPhotos {
    private LabelledPhotos() {}

    /// A direction with Gaussian noise of this strength in each component.
    static float[] noise(float[] direction, float strength, Random random) {
        float[] noisy = direction.clone();
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] += strength * (float) random.nextGaussian();
        }
        return noisy;
    }

    static StoredPhoto photo(PhotoId id, Path path) {
        return new StoredPhoto(
                id, new TreeMap<>(Map.of(path.toAbsolutePath().toString(), Instant.EPOCH)), 100, 100, null, 1, "jpeg");
    }

    /// A face with a black crop.
    ///
    /// @param side of its box, pixels
    static NewFace face(FaceId id, float side, float[] raw) {
        Landmarks landmarks = new Landmarks(
                new Point(1, 1), new Point(2, 1), new Point(1.5f, 1.5f), new Point(1, 2), new Point(2, 2));
        Detection detection = new Detection(new Box(0, 0, side, side), landmarks, .9f);
        return new NewFace(new Face(id, detection, Embedding.ofRaw(raw)), new RgbImage(8, 8, new byte[192]).toJpeg(90));
    }
}
