package dev.likeness.training.embedder;

import dev.likeness.face.Embedding;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.embed.FaceAligner;
import dev.likeness.inference.embed.FaceEmbedder;
import dev.likeness.inference.model.ChannelOrder;
import dev.likeness.inference.model.ModelInput;
import dev.likeness.inference.model.ModelManifest;
import dev.likeness.inference.model.ModelOutput;
import dev.likeness.inference.model.ModelRole;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// An embedder without a network: each component is a sum of some pixels with random weights.
class DrawnEmbedder implements FaceEmbedder {
    private static final int PIXELS = 40;

    private final String id;
    private final int[][] places;
    private final double[][] weights;

    DrawnEmbedder(String id, int dimension, long seed) {
        this.id = id;
        Random random = new Random(seed);
        this.places = new int[dimension][];
        this.weights = new double[dimension][];
        for (int i = 0; i < dimension; i++) {
            places[i] = random.ints(PIXELS, 0, 3 * FaceAligner.SIZE * FaceAligner.SIZE)
                    .toArray();
            weights[i] = random.doubles(PIXELS, -1, 1).toArray();
        }
    }

    float[] vector(RgbImage face) {
        byte[] levels = face.rgb();
        float[] vector = new float[places.length];
        for (int i = 0; i < vector.length; i++) {
            for (int k = 0; k < PIXELS; k++) {
                vector[i] += (float) (weights[i][k] * ((levels[places[i][k]] & 0xff) - 128));
            }
        }
        return vector;
    }

    Embedding embed(RgbImage face) {
        return Embedding.ofRaw(vector(face));
    }

    @Override
    public List<Embedding> embed(List<RgbImage> crops) {
        return crops.stream().map(this::embed).toList();
    }

    @Override
    public ModelManifest manifest() {
        return new ModelManifest(
                id,
                ModelRole.EMBEDDER,
                id + ".onnx",
                Optional.empty(),
                new ModelInput(
                        Optional.empty(),
                        new ModelInput.Size.Fixed(FaceAligner.SIZE, FaceAligner.SIZE),
                        ChannelOrder.BGR,
                        1,
                        List.of(0f, 0f, 0f),
                        List.of(1f, 1f, 1f)),
                new ModelOutput.Vector(Optional.empty(), places.length, false, Optional.empty()),
                "none",
                "made up");
    }

    @Override
    public int batchSize() {
        return 16;
    }

    @Override
    public void close() {}
}
