package dev.likeness.inference.embed;

import dev.likeness.face.Embedding;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.model.ModelManifest;
import java.util.List;

/// Embeds aligned faces. Thread-safe. It must not be closed before all calls have returned.
public interface FaceEmbedder extends AutoCloseable {
    /// Embeds any number of crops, in order. Crops are processed in batches of [#batchSize]; the batch size
    /// does not affect the result.
    ///
    /// @param crops aligned faces from [FaceAligner], of the manifest's input size
    /// @return one embedding per crop
    /// @throws dev.likeness.face.LikenessException `INVALID_ARGUMENT` if a crop has another size;
    ///     `MODEL_INVALID` if the model outputs a vector that is zero, not finite, or of another dimension
    ///     than in its manifest
    List<Embedding> embed(List<RgbImage> crops);

    /// The manifest of the model.
    ModelManifest manifest();

    /// The number of crops per run of the model. Passing multiples of it to [#embed] is most efficient.
    int batchSize();

    /// Frees the model.
    @Override
    void close();
}
