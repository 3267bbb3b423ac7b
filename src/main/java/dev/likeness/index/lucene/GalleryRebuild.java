package dev.likeness.index.lucene;

import dev.likeness.index.lucene.check.DamagedIndex;
import dev.likeness.index.lucene.check.Findings;
import dev.likeness.index.lucene.check.Salvage;
import dev.likeness.index.lucene.documents.CommitData;
import dev.likeness.index.lucene.documents.GenerationStage;
import dev.likeness.support.AtomicFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.IOUtils;

/// Repairs a damaged generation: what can be read of it is written to the next generation, and its folder is
/// kept aside under another name. A killed repair leaves the gallery as it was, or with a pointer to the
/// generation that was kept aside; the same repair then finishes.
///
/// @param isPicture whether the bytes of a crop can be decoded
record GalleryRebuild(GalleryFolder folder, IndexWriting writing, Predicate<byte[]> isPicture) {
    private static final String KEPT = "damaged-";

    /// Only names of ours.
    private static final Pattern KEPT_NAME = Pattern.compile("damaged-generation-[0-9]{1,9}-[0-9]{8}T[0-9]{6}Z");

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /// Rebuilds the live generation.
    void rebuild(int damaged) throws IOException {
        Path from = folder.generation(damaged);
        int next = folder.shape().generations().getLast() + 1;
        try (Directory files = new MMapDirectory(from);
                Lock _ = LuceneGallery.lock(folder.name(), from, files)) {
            GalleryFolder.removeUnfinished(folder.path());
            CommitData repaired = folder.createIndex(next, unfinished -> write(from, unfinished));
            String kept = KEPT + from.getFileName() + "-" + STAMP.format(Instant.now());
            AtomicFile.move(from, folder.path().resolve(kept));
            folder.switchTo(next);
            commit(next, repaired.withStage(GenerationStage.LIVE));
        }
    }

    private CommitData write(Path from, Path to) throws IOException {
        try (DamagedIndex index = DamagedIndex.open(from, new Findings());
                Directory target = new MMapDirectory(to);
                IndexWriter writer = new IndexWriter(target, writing.config(OpenMode.CREATE))) {
            CommitData last = CommitData.of(folder.name(), index.userData());
            CommitData repaired = new Salvage(index, new Findings(), isPicture, writer::addDocument).run(last);
            writer.setLiveCommitData(
                    repaired.withStage(GenerationStage.COMPLETE).entries().entrySet());
            writer.commit();
            return repaired;
        }
    }

    private void commit(int generation, CommitData data) throws IOException {
        try (Directory files = new MMapDirectory(folder.generation(generation));
                IndexWriter writer = new IndexWriter(files, writing.config(OpenMode.APPEND))) {
            writer.setLiveCommitData(data.entries().entrySet());
            writer.commit();
        }
        new CommitCopy(folder.generation(generation)).write();
    }

    /// Puts the files of a generation's last commit back, of which there is a copy. Damaged ones are kept aside.
    void restoreCommit(int generation, Map<String, byte[]> files) throws IOException {
        Path path = folder.generation(generation);
        try (Directory directory = new MMapDirectory(path);
                Lock _ = LuceneGallery.lock(folder.name(), path, directory)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path broken = path.resolve(file.getKey());
                if (Files.exists(broken)) {
                    AtomicFile.move(
                            broken, folder.path().resolve(KEPT + file.getKey() + "-" + STAMP.format(Instant.now())));
                }
                AtomicFile.write(broken, file.getValue());
            }
        }
    }

    /// The damaged generations that repairs kept aside.
    static List<Path> kept(Path gallery) throws IOException {
        List<Path> kept = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(gallery, KEPT + "*")) {
            for (Path entry : entries) {
                if (KEPT_NAME.matcher(String.valueOf(entry.getFileName())).matches()) {
                    kept.add(entry);
                }
            }
        }
        return kept;
    }

    /// Removes the damaged generations that repairs kept aside, because they hold what users erased since.
    static void removeKept(Path gallery) throws IOException {
        for (Path folder : kept(gallery)) {
            IOUtils.rm(folder);
        }
    }
}
