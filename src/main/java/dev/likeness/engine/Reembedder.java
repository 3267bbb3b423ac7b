package dev.likeness.engine;

import dev.likeness.engine.ingest.IngestOptions;
import dev.likeness.engine.ingest.ReembedSummary;
import dev.likeness.engine.ingest.Reembedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.ImageReader;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.lucene.GalleryDirectory;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/// Moves galleries to another embedder: stages the next generation, fills it, and switches to it once it is
/// complete.
final class Reembedder {
    private final GalleryDirectory directory;
    private final Models models;
    private final ImageReader reader;
    private final IngestOptions options;

    Reembedder(GalleryDirectory directory, Models models, ImageReader reader, IngestOptions options) {
        this.directory = directory;
        this.models = models;
        this.reader = reader;
        this.options = options;
    }

    /// Re-embeds a gallery, or continues an interrupted run.
    ///
    /// @param progress receives the number of completed photos, from several threads
    ReembedSummary reembed(String name, String embedder, IntConsumer progress, BooleanSupplier cancelled) {
        long start = System.nanoTime();
        EmbedderStamp target = models.stamp(embedder);
        Gallery current = directory.open(name);
        EmbedderStamp source = current.embedder();
        if (source.equals(target)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "gallery %s must be under another embedder than the new one, got: %s".formatted(name, embedder));
        }
        ReembedSummary summary;
        // Holding the live gallery's writer prevents additions that the next generation would miss.
        try (GalleryWriter _ = current.writer(source);
                GallerySnapshot from = current.snapshot()) {
            Gallery next = directory.stage(name, target);
            try (GalleryWriter to = next.writer(target)) {
                Reembedding reembedding = new Reembedding(
                        from,
                        to,
                        models.embedder(embedder),
                        reader,
                        options.workerCount(),
                        options.commitPhotos(),
                        cancelled);
                boolean completed = reembedding.run(progress);
                summary = new ReembedSummary(
                        name,
                        source.id(),
                        embedder,
                        from.statistics().photos(),
                        reembedding.resumed(),
                        reembedding.faces(),
                        (System.nanoTime() - start) / 1e9,
                        completed);
            }
        }
        if (summary.completed()) {
            directory.promote(name, target);
        }
        return summary;
    }
}
