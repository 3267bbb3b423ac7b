package dev.likeness.index.lucene;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.index.CopyContent;
import dev.likeness.index.lucene.documents.CommitData;
import dev.likeness.index.lucene.documents.IndexFiles;
import dev.likeness.index.lucene.documents.LuceneFailures;
import dev.likeness.index.lucene.documents.ReaderMemo;
import dev.likeness.support.FileTrees;
import dev.likeness.support.PrivateFiles;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/// Copies of galleries for backups: how they are made and checked, and the hidden folders for unfinished
/// ones.
///
/// @param directory the directory of the galleries
record GalleryCopies(Path directory) {
    /// Prefix of the folder of an unfinished copy; followed by the id of the process that makes it.
    private static final String SCRATCH = ".copy-";

    /// Only names of ours: a folder that a user named `.copy-of-family` is none.
    private static final Pattern SCRATCH_NAME =
            Pattern.compile("\\.copy-([0-9]{1,18})-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:\\.zip)?");

    /// Files that belong to a gallery and are stored beside its generations.
    private static final List<String> COMPANION_FILES = List.of("calibration.json", "tags.json");

    /// Which generation is the live one.
    @FunctionalInterface
    interface LiveGeneration {
        int number() throws IOException;
    }

    /// A commit of a generation, and its files.
    private record Commit(Path generation, String name, Set<String> files) {
        static Commit latest(Path generation) throws IOException {
            try (Directory directory = new MMapDirectory(generation)) {
                SegmentInfos latest = SegmentInfos.readLatestCommit(directory);
                return new Commit(generation, latest.getSegmentsFileName(), Set.copyOf(latest.files(true)));
            }
        }
    }

    /// Copies the last committed files of the live generation, as generation 1 of the copy. Others may write
    /// to it: committed files never change, so the copy is one whole commit. A writer deletes files of a
    /// commit when it has made the next; then the copy continues with that one.
    ///
    /// @param to an empty folder
    void copy(GalleryFolder gallery, LiveGeneration live, Path to) throws IOException {
        GalleryFolder copy = new GalleryFolder(gallery.name(), to);
        Path copied = copy.generation(1);
        Files.createDirectories(copied);
        Commit commit = Commit.latest(gallery.generation(live.number()));
        while (true) {
            try {
                link(commit, copied);
                break;
            } catch (NoSuchFileException | FileNotFoundException e) {
                Commit next = Commit.latest(gallery.generation(live.number()));
                if (next.equals(commit)) {
                    // The file is missing for another reason.
                    throw e;
                }
                if (!next.generation().equals(commit.generation())) {
                    // Its files have the same names.
                    FileTrees.delete(copied);
                    Files.createDirectories(copied);
                }
                commit = next;
            }
        }
        for (String file : COMPANION_FILES) {
            if (Files.isRegularFile(gallery.path().resolve(file))) {
                Files.copy(gallery.path().resolve(file), to.resolve(file));
            }
        }
        copy.switchTo(1);
    }

    /// Makes a folder hold the files of a commit, and no others.
    private static void link(Commit commit, Path to) throws IOException {
        Set<String> there = new HashSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(to)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (commit.files().contains(name)) {
                    there.add(name);
                } else {
                    Files.delete(entry);
                }
            }
        }
        for (String file : commit.files()) {
            if (!there.contains(file)) {
                link(commit.generation().resolve(file), to.resolve(file));
            }
        }
    }

    private static void link(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (UnsupportedOperationException | FileSystemException _) {
            try {
                Files.copy(from, to);
            } catch (IOException e) {
                Files.deleteIfExists(to);
                throw e;
            }
        }
    }

    /// Checks that a copy is complete and that its checksums are right.
    ///
    /// @return what it holds
    /// @throws LikenessException `BACKUP_INVALID` if the files are not a complete gallery;
    ///     `GALLERY_INCOMPATIBLE` if a newer version wrote them
    CopyContent verify(GalleryFolder copy) throws IOException {
        Path generation = copy.generation(1);
        try {
            if (!copy.state().equals(new FolderState.Live(1))) {
                throw invalid("its generation 1 is not whole", null);
            }
            try (Directory files = new MMapDirectory(generation);
                    DirectoryReader reader = IndexFiles.opening(generation, () -> DirectoryReader.open(files))) {
                for (LeafReaderContext leaf : reader.leaves()) {
                    leaf.reader().checkIntegrity();
                }
                CommitData commit =
                        CommitData.of(copy.name(), reader.getIndexCommit().getUserData());
                reader.incRef();
                try (var snapshot = new LuceneSnapshot(
                        copy.name(), generation, commit, reader, new ReaderMemo(), LuceneGallery.EXACT_FACES)) {
                    return new CopyContent(commit.embedder(), snapshot.statistics());
                }
            }
        } catch (CorruptIndexException | EOFException e) {
            throw invalid(LuceneFailures.reason(e), e);
        } catch (LikenessException e) {
            throw e.code() == ErrorCode.GALLERY_CORRUPT ? invalid(e.getMessage(), e) : e;
        }
    }

    private static LikenessException invalid(String why, @Nullable Exception cause) {
        return new LikenessException(ErrorCode.BACKUP_INVALID, "a backup must hold one whole gallery: " + why, cause);
    }

    /// Creates a hidden folder for an unfinished copy.
    Path scratch() throws IOException {
        Path folder = directory.resolve(SCRATCH + ProcessHandle.current().pid() + "-" + UUID.randomUUID());
        PrivateFiles.createFolder(folder);
        return folder;
    }

    /// Removes unfinished copies of this process and of dead ones.
    void removeScratch() throws IOException {
        removeScratch(process -> process == ProcessHandle.current().pid() || !isAlive(process));
    }

    /// Removes unfinished copies of dead processes.
    void removeAbandoned() throws IOException {
        removeScratch(process -> !isAlive(process));
    }

    private void removeScratch(LongPredicate ofProcess) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, SCRATCH + "*")) {
            for (Path entry : entries) {
                Matcher name = SCRATCH_NAME.matcher(entry.getFileName().toString());
                if (name.matches() && ofProcess.test(Long.parseLong(name.group(1)))) {
                    IOUtils.rm(entry);
                }
            }
        } catch (NoSuchFileException _) {
            // No gallery exists yet.
        }
    }

    private static boolean isAlive(long process) {
        return ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent();
    }
}
