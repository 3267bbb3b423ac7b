package dev.likeness.inference.embed;

import ai.onnxruntime.OrtSession;
import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.UnitVector;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.model.ModelInput.Size;
import dev.likeness.inference.model.ModelManifest;
import dev.likeness.inference.model.ModelOutput;
import dev.likeness.inference.runtime.ModelSession;
import dev.likeness.inference.runtime.PixelPlanes;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/// An embedder that runs on ONNX Runtime.
public final class OnnxFaceEmbedder implements FaceEmbedder {
    private static final int CHANNELS = 3;

    private final ModelSession session;
    private final ModelOutput.Vector output;
    private final String outputName;
    private final Size.Fixed size;
    private final PixelPlanes planes;
    private final int batchSize;

    /// Creates an embedder for a loaded model.
    ///
    /// @param batchSize number of crops per run, unless the model has a fixed batch size
    /// @throws LikenessException `MODEL_INVALID` if the model's output differs from its manifest
    public OnnxFaceEmbedder(ModelSession session, ModelOutput.Vector output, Size.Fixed size, int batchSize) {
        this.session = session;
        this.output = output;
        this.size = size;
        this.planes = new PixelPlanes(session.manifest().input());
        this.batchSize = session.fixedBatchSize().orElse(batchSize);
        this.outputName = output.name().orElseGet(this::onlyOutput);
        long[] shape = session.outputShape(outputName);
        long last = shape.length == 0 ? 0 : shape[shape.length - 1];
        if (last > 0 && last != output.dimension()) {
            throw session.invalid("must output vectors of dimension " + output.dimension(), last);
        }
    }

    private String onlyOutput() {
        if (session.outputNames().size() != 1) {
            throw session.invalid("must have one output, or a manifest that names it", session.outputNames());
        }
        return session.outputNames().iterator().next();
    }

    @Override
    public List<Embedding> embed(List<RgbImage> crops) {
        for (RgbImage crop : crops) {
            if (crop.width() != size.width() || crop.height() != size.height()) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "a crop for model %s must have %s pixels, got: %d×%d"
                                .formatted(manifest().id(), size, crop.width(), crop.height()));
            }
        }
        List<Embedding> embeddings = new ArrayList<>(crops.size());
        for (int from = 0; from < crops.size(); from += batchSize) {
            embedBatch(crops.subList(from, Math.min(crops.size(), from + batchSize)), embeddings);
        }
        return List.copyOf(embeddings);
    }

    private void embedBatch(List<RgbImage> batch, List<Embedding> embeddings) {
        // A graph with a fixed batch size gets that many crops. The unused ones at the end have undefined
        // content.
        int n = session.fixedBatchSize().orElse(batch.size());
        int floats = CHANNELS * size.height() * size.width();
        FloatBuffer input = session.borrow(Math.multiplyExact(n, floats));
        try {
            for (int i = 0; i < batch.size(); i++) {
                planes.write(batch.get(i), input, i * floats);
            }
            try (OrtSession.Result result = session.run(input, n, size.height(), size.width())) {
                FloatBuffer vectors = session.floats(result, outputName);
                if (vectors.remaining() != n * output.dimension()) {
                    throw session.invalid(
                            "must output %d vectors of dimension %d".formatted(n, output.dimension()),
                            vectors.remaining() + " numbers");
                }
                for (int i = 0; i < batch.size(); i++) {
                    float[] raw = new float[output.dimension()];
                    vectors.get(i * output.dimension(), raw);
                    embeddings.add(embedding(raw));
                }
            }
        } finally {
            session.release(input);
        }
    }

    private Embedding embedding(float[] raw) {
        double norm = UnitVector.norm(raw);
        if (!(norm > 0) || !Double.isFinite(norm)) {
            throw session.invalid("must output a finite vector that is not zero, whatever the face", "norm " + norm);
        }
        return output.normalised() ? new Embedding(UnitVector.normalized(raw), 1) : Embedding.ofRaw(raw);
    }

    @Override
    public ModelManifest manifest() {
        return session.manifest();
    }

    @Override
    public int batchSize() {
        return batchSize;
    }

    @Override
    public void close() {
        session.close();
    }
}
