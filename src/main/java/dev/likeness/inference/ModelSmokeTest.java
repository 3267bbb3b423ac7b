package dev.likeness.inference;

import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.detect.FaceDetector;
import dev.likeness.inference.embed.FaceAligner;
import dev.likeness.inference.embed.FaceEmbedder;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Runs a model on pictures made up for the purpose: seeded coloured clouds. They show no face; what they
/// show is whether a file runs and answers as its manifest says.
public final class ModelSmokeTest {
    private static final int CHANNELS = 3;
    private static final int PICTURES = 4;

    /// Clouds are noise of so few pixels, enlarged.
    private static final int PATTERN_SIDE = 8;

    private static final int PHOTO_WIDTH = 640;
    private static final int PHOTO_HEIGHT = 480;

    private ModelSmokeTest() {}

    /// The embeddings of four pictures.
    ///
    /// @throws dev.likeness.face.LikenessException `MODEL_INVALID` if the model gives no such vectors as
    ///     its manifest says
    public static List<Embedding> embed(FaceEmbedder embedder) {
        return embedder.embed(IntStream.range(0, PICTURES)
                .mapToObj(seed -> syntheticPicture(seed, FaceAligner.SIZE, FaceAligner.SIZE))
                .toList());
    }

    /// What a detector takes for faces in a picture that has none.
    ///
    /// @throws dev.likeness.face.LikenessException `MODEL_INVALID` if the model gives no such tensors as
    ///     its manifest says
    public static List<Detection> detect(FaceDetector detector) {
        return detector.detect(syntheticPicture(0, PHOTO_WIDTH, PHOTO_HEIGHT));
    }

    private static RgbImage syntheticPicture(long seed, int width, int height) {
        byte[] noise = new byte[CHANNELS * PATTERN_SIDE * PATTERN_SIDE];
        new Random(seed).nextBytes(noise);
        return new RgbImage(PATTERN_SIDE, PATTERN_SIDE, noise).resized(width, height);
    }
}
