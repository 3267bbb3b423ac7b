package dev.likeness.index.lucene;

import dev.likeness.index.lucene.documents.GenerationStage;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The galleries of a directory that were opened, each once, so that all its users share its reader and its
/// writer. The directory guards it.
final class OpenGalleries {
    /// Daemon threads, because a merge that builds a graph can only be aborted when it writes.
    private static final Executor BACKGROUND =
            task -> Thread.ofPlatform().daemon().name("segment-merging").start(task);

    private final IndexWriting writing;

    /// Galleries by name; staged ones by name and generation.
    private final Map<String, LuceneGallery> galleries = new HashMap<>();

    private @Nullable SegmentMerging merging;

    OpenGalleries(IndexWriting writing) {
        this.writing = writing;
    }

    LuceneGallery live(String name, CommittedReader.Location location) {
        return galleries.computeIfAbsent(name, _ -> {
            var opened = new LuceneGallery(name, location, writing, GenerationStage.LIVE);
            if (merging != null) {
                opened.mergeIn(BACKGROUND);
            }
            return opened;
        });
    }

    LuceneGallery staged(String name, int number, Path generation) {
        return galleries.computeIfAbsent(
                name + "/" + number, _ -> new LuceneGallery(name, () -> generation, writing, GenerationStage.BUILDING));
    }

    /// Closes the files of a gallery with its staged generations.
    void remove(String name) {
        for (String key : List.copyOf(galleries.keySet())) {
            if (key.equals(name) || key.startsWith(name + "/")) {
                Objects.requireNonNull(galleries.remove(key)).release();
            }
        }
    }

    /// Merges segments in the background from now on.
    ///
    /// @param sound the galleries whose segments may be merged
    void mergeInBackground(Supplier<List<LuceneGallery>> sound, Consumer<String> log) {
        if (merging == null) {
            merging = new SegmentMerging(sound, writing, SegmentMerging.QUIET, log);
            galleries.values().forEach(gallery -> gallery.mergeIn(BACKGROUND));
        }
    }

    /// The live generation of a gallery; null if it was not opened.
    @Nullable
    LuceneGallery get(String name) {
        return galleries.get(name);
    }

    void close() {
        if (merging != null) {
            merging.close();
            // Nobody waits for that: without their commit, merged files are of no use.
            galleries.values().forEach(gallery -> BACKGROUND.execute(gallery::abortMerges));
        }
        galleries.values().forEach(LuceneGallery::release);
        galleries.clear();
    }
}
