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

/// Runs a model on synthetic pictures, which are seeded coloured noise. They contain no face. The test shows
/// whether a model runs and has the outputs that its manifest describes.
public final class ModelSmokeTest {
    private static final int CHANNELS = 3;
    private static final int PICTURES = 4;

    /// Side of the noise in pixels before it is enlarged.
    private static final int PATTERN_SIDE = 8;

    private static final int PHOTO_WIDTH = 640;
    private static final int PHOTO_HEIGHT = 480;

    private ModelSmokeTest() {}

    /// Embeds four synthetic pictures.
    ///
    /// @throws dev.likeness.face.LikenessException `MODEL_INVALID` if the model's vectors differ from its
    ///     manifest
    public static List<Embedding> embed(FaceEmbedder embedder) {
        return embedder.embed(IntStream.range(0, PICTURES)
                .mapToObj(seed -> syntheticPicture(seed, FaceAligner.SIZE, FaceAligner.SIZE))
                .toList());
    }

    /// Detects faces in a synthetic picture. Any detection is a false one.
    ///
    /// @throws dev.likeness.face.LikenessException `MODEL_INVALID` if the model's tensors differ from its
    ///     manifest
    public static List<Detection> detect(FaceDetector detector) {
        return detector.detect(syntheticPicture(0, PHOTO_WIDTH, PHOTO_HEIGHT));
    }

    private static RgbImage syntheticPicture(long seed, int width, int height) {
        byte[] noise = new byte[CHANNELS * PATTERN_SIDE * PATTERN_SIDE];
        new Random(seed).nextBytes(noise);
        return new RgbImage(PATTERN_SIDE, PATTERN_SIDE, noise).resized(width, height);
    }
}
