package dev.likeness.index.lucene;

import dev.likeness.index.lucene.documents.CommitData;
import dev.likeness.index.lucene.documents.GenerationStage;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.MMapDirectory;

/// The step that makes a staged generation the live one. If the process dies in between, CURRENT names the old or the
/// new generation, and both are whole.
///
/// @param former the live generation
/// @param next the staged one
record Promotion(GalleryFolder folder, int former, int next) {
    /// Switches to the staged generation. The former one stays until it is removed.
    void run() throws IOException {
        Path from = folder.generation(former);
        Path to = folder.generation(next);
        var config = new IndexWriterConfig().setOpenMode(OpenMode.APPEND).setMergePolicy(NoMergePolicy.INSTANCE);
        try (Directory fromDirectory = new MMapDirectory(from);
                Directory toDirectory = new MMapDirectory(to);
                Lock _ = LuceneGallery.lock(folder.name(), from, fromDirectory);
                IndexWriter writer = LuceneGallery.open(folder.name(), to, toDirectory, config)) {
            // People may have been added to the live gallery after the staging.
            CommitData promoted = folder.requireCommit(next)
                    .withPersonIdsBelow(folder.requireCommit(former).nextPersonId());
            commit(writer, promoted.withStage(GenerationStage.COMPLETE));
            folder.switchTo(next);
            commit(writer, promoted.withStage(GenerationStage.LIVE));
        }
        new CommitCopy(to).write();
    }

    private static void commit(IndexWriter writer, CommitData data) throws IOException {
        writer.setLiveCommitData(data.entries().entrySet());
        writer.commit();
    }
}
