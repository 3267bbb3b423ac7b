package dev.likeness.inference.embed;

import dev.likeness.face.Embedding;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.model.ModelManifest;
import java.util.List;

/// Turns aligned faces into vectors. Safe for use by many threads at once; not to be closed before the last call
/// returns.
public interface FaceEmbedder extends AutoCloseable {
    /// The embeddings of any number of crops, in their order. Crops are computed in batches of [#batchSize], on which
    /// the result does not depend.
    ///
    /// @param crops aligned faces of the manifest's input size, as [FaceAligner] makes them
    /// @throws dev.likeness.face.LikenessException `INVALID_ARGUMENT` if a crop has another size; `MODEL_INVALID`
    ///     if the model gives a vector that is zero, not finite, or of another dimension than its manifest says
    List<Embedding> embed(List<RgbImage> crops);

    /// The model in use.
    ModelManifest manifest();

    /// How many crops go through the model at once: a caller that gathers this many wastes nothing.
    int batchSize();

    /// Frees the model.
    @Override
    void close();
}
