package dev.likeness.index.lucene;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.lucene.documents.CommitData;
import dev.likeness.support.AtomicFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.IOUtils;

/// The folder of one gallery: numbered generations, each a Lucene index, and a file that names the live one.
///
///     <name>/CURRENT          "generation-1"
///     <name>/generation-1/    the live index
///     <name>/generation-2/    possibly the next, being built with another model
///
/// CURRENT is replaced in one step, so a gallery is in its old or its new state whenever the process dies. A
/// generation above the live one is being built; one below it is left over and can be removed.
///
/// Only this class creates indexes, and only [#isVacant()] decides whether a gallery may be created here.
///
/// @param name the gallery's name, for messages
/// @param path the folder, which need not exist
record GalleryFolder(String name, Path path) {
    private CurrentPointer pointer() {
        return CurrentPointer.in(path);
    }

    /// The live generation; empty if there is no gallery here yet. A gallery exists once CURRENT does.
    ///
    /// @throws LikenessException `GALLERY_CORRUPT` if CURRENT does not name a generation
    OptionalInt current() throws IOException {
        return pointer().read();
    }

    /// The folder of a generation.
    Path generation(int number) {
        return path.resolve(CurrentPointer.folderName(number));
    }

    /// The metadata of a generation's last commit; empty if there is no commit.
    Optional<CommitData> lastCommit(int generation) throws IOException {
        return LuceneGallery.lastCommit(name, generation(generation));
    }

    /// The metadata of a generation's last commit.
    ///
    /// @throws LikenessException `GALLERY_CORRUPT` if there is no commit
    CommitData requireCommit(int generation) throws IOException {
        return lastCommit(generation)
                .orElseThrow(() -> new LikenessException(
                        ErrorCode.GALLERY_CORRUPT,
                        "gallery %s has no commit in %s".formatted(name, generation(generation))));
    }

    /// Whether a gallery may be created here. What lies here without CURRENT was left over by a creation that
    /// did not finish.
    boolean isVacant() throws IOException {
        return current().isEmpty();
    }

    /// Checks that a gallery may be created here.
    ///
    /// @throws LikenessException `ALREADY_EXISTS`
    void requireVacant() throws IOException {
        if (!isVacant()) {
            throw new LikenessException(ErrorCode.ALREADY_EXISTS, "gallery %s exists already".formatted(name));
        }
    }

    /// Creates an empty gallery here.
    ///
    /// @throws LikenessException `ALREADY_EXISTS`; `GALLERY_LOCKED` if another process is creating it
    void create(EmbedderStamp embedder) throws IOException {
        requireVacant();
        createIndex(1, CommitData.first(embedder));
        // Another process may have created the gallery since the first check.
        requireVacant();
        switchTo(1);
    }

    /// Creates a generation beside the live one, and replaces its existing files.
    ///
    /// @throws LikenessException `GALLERY_LOCKED` if a writer has this generation open
    void stage(int generation, CommitData first) throws IOException {
        createIndex(generation, first);
    }

    /// Creates an index that is empty except for its first commit.
    private void createIndex(int generation, CommitData first) throws IOException {
        Path folder = generation(generation);
        Files.createDirectories(folder);
        var config = new IndexWriterConfig().setOpenMode(OpenMode.CREATE);
        try (Directory directory = new MMapDirectory(folder);
                IndexWriter created = LuceneGallery.open(name, folder, directory, config)) {
            created.setLiveCommitData(first.entries().entrySet());
            created.commit();
        }
    }

    /// Creates a gallery here from the folder of another one, which is moved.
    ///
    /// @throws LikenessException `ALREADY_EXISTS`
    void adopt(Path folder) throws IOException {
        requireVacant();
        if (Files.isDirectory(path)) {
            IOUtils.rm(path);
        }
        AtomicFile.move(folder, path);
    }

    /// Makes a generation the live one, durably and in one step.
    void switchTo(int generation) throws IOException {
        pointer().switchTo(generation);
    }

    /// Removes the generations below the live one. A failed removal is tried again next time.
    void removeFormer(int current) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, Files::isDirectory)) {
            for (Path entry : entries) {
                OptionalInt generation =
                        CurrentPointer.generation(entry.getFileName().toString());
                if (generation.isPresent() && generation.getAsInt() < current) {
                    IOUtils.rm(entry);
                }
            }
        } catch (IOException _) {
            // The failure only costs disk space; some systems cannot remove a file that is open elsewhere.
        }
    }
}
