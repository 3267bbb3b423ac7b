package dev.likeness.evaluation.data;

import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.image.ImageOptions;
import dev.likeness.image.ImageReader;
import dev.likeness.image.RgbImage;
import dev.likeness.index.PhotoReader;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Gatherers;

/// Degrades and re-embeds the stored crops of a gallery's faces. The crops are already aligned, so the
/// evaluation measures the picture and not the accuracy of a second detection.
public final class DegradedCrops {
    private static final int BATCH_SIZE = 64;

    private final PhotoReader gallery;
    private final Function<List<RgbImage>, List<Embedding>> embedder;
    private final ImageReader reader = new ImageReader(ImageOptions.defaults());

    /// @param embedder the gallery's model: one embedding per aligned crop
    public DegradedCrops(PhotoReader gallery, Function<List<RgbImage>, List<Embedding>> embedder) {
        this.gallery = gallery;
        this.embedder = embedder;
    }

    /// Embeds degraded crops of stored faces.
    ///
    /// @param how the degradation of each face
    public Map<FaceId, Embedding> embed(Collection<FaceId> faces, Function<FaceId, Degradation> how) {
        Map<FaceId, Embedding> embeddings = new HashMap<>();
        faces.stream().sorted().gather(Gatherers.windowFixed(BATCH_SIZE)).forEach(some -> {
            List<Embedding> embedded = embedder.apply(
                    some.stream().map(face -> how.apply(face).apply(crop(face))).toList());
            for (int i = 0; i < some.size(); i++) {
                embeddings.put(some.get(i), embedded.get(i));
            }
        });
        return embeddings;
    }

    private RgbImage crop(FaceId face) {
        byte[] jpeg = gallery.crop(face)
                .orElseThrow(() -> new LikenessException(
                        ErrorCode.GALLERY_CORRUPT, "the picture of face " + face + " is missing"));
        return reader.open(jpeg).decode();
    }
}
