package dev.likeness.index.lucene;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.lucene.documents.CommitData;
import dev.likeness.index.lucene.documents.GenerationStage;
import dev.likeness.index.lucene.documents.LuceneFailures;
import dev.likeness.support.AtomicFile;
import dev.likeness.support.DurableFolders;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/// The folder of one gallery: numbered generations, each a Lucene index, and a file that names the live one.
///
///     <name>/CURRENT          "generation-1"
///     <name>/generation-1/    the live index
///     <name>/generation-2/    possibly the next, being built with another model
///
/// CURRENT is replaced in one step, so a gallery is in its old or its new state whenever the process dies.
/// The commits of a generation tell its stage as well ([GenerationStage]), so that a lost or wrong CURRENT is
/// noticed.
///
/// Only this class creates indexes, and only in folders that did not exist. Only [#removeFormer] removes
/// generations: those that a live one has superseded.
///
/// @param name the gallery's name, for messages
/// @param path the folder, which need not exist
record GalleryFolder(String name, Path path) {
    /// Prefix of the folder of an index that is being created. No generation begins with a dot.
    private static final String UNFINISHED = ".unfinished-";

    /// Only names of ours.
    private static final Pattern UNFINISHED_NAME =
            Pattern.compile("\\.unfinished-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /// What is seen of a gallery without opening an index. While it does not change, the state does not.
    ///
    /// @param pointer what CURRENT says and when it was written; empty if there is none
    /// @param generations the numbers of the generations, ascending
    /// @param hasOtherFiles whether there is anything else that is not hidden
    record Shape(String pointer, List<Integer> generations, boolean hasOtherFiles) {}

    /// When the folder and CURRENT changed.
    record Times(FileTime folder, FileTime pointer) {
        boolean areBefore(Instant time) {
            return folder.toInstant().isBefore(time) && pointer.toInstant().isBefore(time);
        }
    }

    /// When entries of this folder and CURRENT changed; empty if there is no gallery.
    Optional<Times> times() throws IOException {
        try {
            return Optional.of(new Times(
                    Files.getLastModifiedTime(path),
                    Files.getLastModifiedTime(pointer().file())));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private CurrentPointer pointer() {
        return CurrentPointer.in(path);
    }

    /// The folder of a generation.
    Path generation(int number) {
        return path.resolve(CurrentPointer.folderName(number));
    }

    Shape shape() throws IOException {
        List<Integer> generations = new ArrayList<>();
        boolean hasOtherFiles = false;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
                String entryName = String.valueOf(entry.getFileName());
                OptionalInt generation = CurrentPointer.generation(entryName);
                if (generation.isPresent() && Files.isDirectory(entry)) {
                    generations.add(generation.getAsInt());
                } else if (!entryName.startsWith(".")) {
                    hasOtherFiles = true;
                }
            }
        } catch (NoSuchFileException _) {
            return new Shape("", List.of(), false);
        } catch (NotDirectoryException _) {
            return new Shape("", List.of(), true);
        }
        generations.sort(null);
        Path file = pointer().file();
        String pointer = Files.exists(file) ? pointer().text().orElse("") + "@" + Files.getLastModifiedTime(file) : "";
        return new Shape(pointer, List.copyOf(generations), hasOtherFiles);
    }

    /// Whether a gallery lies here, sound or damaged. Opens no index if there is a file CURRENT.
    boolean isGallery() throws IOException {
        if (Files.exists(pointer().file())) {
            return true;
        }
        List<Integer> generations = shape().generations();
        return !generations.isEmpty() && !isUnfinishedCreation(generations);
    }

    /// What lies here. Opens the commits of the generations.
    FolderState state() throws IOException {
        Shape shape = shape();
        List<Integer> generations = shape.generations();
        Optional<String> pointer = pointer().text();
        if (pointer.isEmpty()) {
            if (generations.isEmpty()) {
                return shape.hasOtherFiles() ? new FolderState.Foreign() : new FolderState.Vacant();
            }
            return isUnfinishedCreation(generations)
                    ? new FolderState.Vacant()
                    : new FolderState.Damaged("CURRENT is missing, but there are generations: "
                            + generations.stream().map(Object::toString).collect(Collectors.joining(", ")));
        }
        OptionalInt named = CurrentPointer.generation(pointer.get());
        if (named.isEmpty()) {
            return new FolderState.Damaged(
                    "CURRENT must read generation-<number>, got: \"%s\"".formatted(pointer.get()));
        }
        int current = named.getAsInt();
        if (!generations.contains(current)) {
            return new FolderState.Damaged("CURRENT names generation-%d, which is missing".formatted(current));
        }
        Optional<CommitData> commit = lastCommit(current);
        if (commit.isEmpty()) {
            return new FolderState.Damaged("CURRENT names generation-%d, which has no commit".formatted(current));
        }
        if (commit.get().stage() == GenerationStage.BUILDING) {
            return new FolderState.Damaged("CURRENT names generation-%d, which was never completed".formatted(current));
        }
        for (int generation : generations) {
            if (generation > current && stage(generation) == GenerationStage.LIVE) {
                return new FolderState.Damaged("CURRENT names generation-%d, but generation-%d was in use after it"
                        .formatted(current, generation));
            }
        }
        return new FolderState.Live(current);
    }

    /// The error of a gallery that must not be opened.
    LikenessException damaged(String why) {
        return LuceneFailures.damaged(name, why, null);
    }

    /// Whether a process died after it had created the index of a new gallery and before it wrote CURRENT.
    /// Nothing was ever written to such an index.
    private boolean isUnfinishedCreation(List<Integer> generations) throws IOException {
        if (!generations.equals(List.of(1)) || stage(1) != GenerationStage.COMPLETE) {
            return false;
        }
        try (Directory directory = new MMapDirectory(generation(1))) {
            return SegmentInfos.readLatestCommit(directory).totalMaxDoc() == 0;
        }
    }

    /// The stage of a generation; null if it is unknown.
    private @Nullable GenerationStage stage(int generation) throws IOException {
        return readableCommit(generation).map(CommitData::stage).orElse(null);
    }

    /// The metadata of a generation's last commit; empty if there is none or if it cannot be read.
    private Optional<CommitData> readableCommit(int generation) throws IOException {
        try {
            return lastCommit(generation);
        } catch (CorruptIndexException
                | IndexFormatTooOldException
                | IndexFormatTooNewException
                | EOFException
                | LikenessException _) {
            // A flipped bit in a header looks like another version.
            return Optional.empty();
        }
    }

    /// The metadata of a generation's last commit; empty if there is no commit.
    Optional<CommitData> lastCommit(int generation) throws IOException {
        return LuceneGallery.lastCommit(name, generation(generation));
    }

    /// The metadata of a generation's last commit.
    ///
    /// @throws LikenessException `GALLERY_CORRUPT` if there is no commit
    CommitData requireCommit(int generation) throws IOException {
        return lastCommit(generation).orElseThrow(() -> damaged("generation-%d has no commit".formatted(generation)));
    }

    /// Checks that nobody writes to a generation.
    ///
    /// @throws LikenessException `GALLERY_LOCKED`
    void requireUnlocked(int generation) throws IOException {
        try (Directory directory = new MMapDirectory(generation(generation))) {
            LuceneGallery.lock(name, generation(generation), directory).close();
        }
    }

    /// The generation that CURRENT names, whatever its state; empty if it names none that is there.
    OptionalInt pointed() throws IOException {
        OptionalInt named = CurrentPointer.generation(pointer().text().orElse(""));
        return named.isPresent() && Files.isDirectory(generation(named.getAsInt())) ? named : OptionalInt.empty();
    }

    /// Creates an empty gallery here. If an earlier process died while it created the gallery, this completes
    /// it.
    ///
    /// @throws LikenessException `ALREADY_EXISTS`; `GALLERY_CORRUPT`; `GALLERY_LOCKED` if another process is
    ///     creating it
    void create(EmbedderStamp embedder) throws IOException {
        requireVacant();
        if (Files.isDirectory(generation(1))) {
            if (!requireCommit(1).embedder().equals(embedder)) {
                throw damaged("CURRENT is missing, and generation-1 was created for another embedder");
            }
        } else {
            DurableFolders.create(path);
            createIndex(1, unfinished -> commit(unfinished, CommitData.first(embedder)));
        }
        // Another process may have created the gallery since the first check.
        requireVacant();
        switchTo(1);
    }

    /// Checks that a gallery may be created here.
    ///
    /// @throws LikenessException `ALREADY_EXISTS`; `GALLERY_CORRUPT`
    void requireVacant() throws IOException {
        switch (state()) {
            case FolderState.Vacant _ -> {}
            case FolderState.Foreign _ ->
                throw new LikenessException(
                        ErrorCode.ALREADY_EXISTS,
                        "gallery %s must be created in an empty folder, but %s has other files".formatted(name, path));
            case FolderState.Live _ ->
                throw new LikenessException(ErrorCode.ALREADY_EXISTS, "gallery %s exists already".formatted(name));
            case FolderState.Damaged(String why) -> throw damaged(why);
        }
    }

    /// The generation above the live one that is being built for this embedder; empty if there is none.
    OptionalInt staged(int current, EmbedderStamp embedder) throws IOException {
        for (int generation : shape().generations().reversed()) {
            if (generation > current
                    && readableCommit(generation)
                            .filter(commit -> commit.embedder().equals(embedder))
                            .isPresent()) {
                return OptionalInt.of(generation);
            }
        }
        return OptionalInt.empty();
    }

    /// Creates the next generation. Those that exist stay as they are, whatever they hold.
    ///
    /// @return its number
    int stage(CommitData first) throws IOException {
        int next = shape().generations().getLast() + 1;
        createIndex(next, unfinished -> commit(unfinished, first));
        return next;
    }

    /// Fills the folder of a new index.
    @FunctionalInterface
    interface IndexContent {
        /// Writes the index and returns what its last commit says.
        CommitData writeTo(Path folder) throws IOException;
    }

    /// Makes an index that is empty except for its first commit.
    private static CommitData commit(Path unfinished, CommitData first) throws IOException {
        var config = new IndexWriterConfig().setOpenMode(OpenMode.CREATE);
        try (Directory directory = new MMapDirectory(unfinished);
                IndexWriter created = new IndexWriter(directory, config)) {
            created.setLiveCommitData(first.entries().entrySet());
            created.commit();
        }
        return first;
    }

    /// Creates a generation in a hidden folder, which gets its name when it is complete.
    ///
    /// @return what its last commit says
    CommitData createIndex(int generation, IndexContent content) throws IOException {
        Path unfinished = path.resolve(UNFINISHED + UUID.randomUUID());
        Files.createDirectory(unfinished);
        try {
            CommitData written = content.writeTo(unfinished);
            AtomicFile.move(unfinished, generation(generation));
            return written;
        } catch (FileSystemException e) {
            if (Files.isDirectory(unfinished) && Files.isDirectory(generation(generation))) {
                throw new LikenessException(
                        ErrorCode.GALLERY_LOCKED,
                        "gallery %s must have one writer at a time, and another process is creating its generation %d"
                                .formatted(name, generation),
                        e);
            }
            throw e;
        } finally {
            IOUtils.rm(unfinished);
        }
    }

    /// Removes what killed processes left of indexes that they created. The caller holds the lock of the live
    /// generation, so that nobody creates one now.
    static void removeUnfinished(Path gallery) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(gallery, UNFINISHED + "*")) {
            for (Path entry : entries) {
                if (UNFINISHED_NAME.matcher(String.valueOf(entry.getFileName())).matches()) {
                    IOUtils.rm(entry);
                }
            }
        }
    }

    /// Creates a gallery here from the folder of another one, which is moved. CURRENT comes last, and all
    /// files are on the disk before.
    ///
    /// @throws LikenessException `ALREADY_EXISTS`; `GALLERY_CORRUPT`
    void adopt(Path folder) throws IOException {
        requireVacant();
        DurableFolders.syncAll(folder);
        if (!Files.exists(path)) {
            AtomicFile.move(folder, path);
            return;
        }
        if (Files.isDirectory(generation(1))) {
            // Of a creation that was killed; nothing was ever written to it.
            Path empty = path.resolve(UNFINISHED + UUID.randomUUID());
            AtomicFile.move(generation(1), empty);
            IOUtils.rm(empty);
        }
        Path pointer = CurrentPointer.in(folder).file();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, entry -> !entry.equals(pointer))) {
            for (Path entry : entries) {
                AtomicFile.move(entry, path.resolve(Objects.requireNonNull(entry.getFileName())));
            }
        }
        AtomicFile.move(pointer, pointer().file());
    }

    /// Makes a generation the live one, durably and in one step.
    void switchTo(int generation) throws IOException {
        pointer().switchTo(generation);
    }

    /// Removes the generations that the live one has superseded, if its own commits say so as well. A failed
    /// removal is tried again next time.
    void removeFormer(int current) {
        try {
            List<Integer> former = shape().generations().stream()
                    .filter(generation -> generation < current)
                    .toList();
            if (!former.isEmpty() && stage(current) == GenerationStage.LIVE) {
                for (int generation : former) {
                    IOUtils.rm(generation(generation));
                }
            }
        } catch (IOException _) {
            // The failure only costs disk space; some systems cannot remove a file that is open elsewhere.
        }
    }
}
