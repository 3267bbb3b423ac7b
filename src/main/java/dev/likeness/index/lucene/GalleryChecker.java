package dev.likeness.index.lucene;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.index.GalleryCheck;
import dev.likeness.index.GalleryCheck.Finding;
import dev.likeness.index.GalleryCheck.Generation;
import dev.likeness.index.GalleryStatistics;
import dev.likeness.index.lucene.check.DamagedIndex;
import dev.likeness.index.lucene.check.Findings;
import dev.likeness.index.lucene.check.Salvage;
import dev.likeness.index.lucene.documents.CommitData;
import dev.likeness.index.lucene.documents.GenerationStage;
import dev.likeness.index.lucene.documents.IndexFiles;
import dev.likeness.index.lucene.documents.LuceneFailures;
import dev.likeness.index.lucene.documents.ReaderMemo;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.MMapDirectory;
import org.jspecify.annotations.Nullable;

/// Checks the files of a gallery, and repairs them.
record GalleryChecker(GalleryFolder folder, GalleryRebuild rebuild) {
    /// Reads every file. No writer may be open.
    GalleryCheck check() throws IOException {
        List<Generation> generations = new ArrayList<>();
        for (int number : folder.shape().generations()) {
            generations.add(checkGeneration(number));
        }
        String problem = null;
        Integer live = null;
        var findings = new Findings();
        try {
            switch (folder.state()) {
                case FolderState.Live(int current) -> live = current;
                case FolderState.Damaged(String why) -> problem = why;
                case FolderState.Vacant _, FolderState.Foreign _ -> problem = "it is gone";
            }
        } catch (IOException | LikenessException e) {
            problem = reason(e);
        }
        if (live != null) {
            examine(live, findings);
            problem = problemOf(generations, live, findings);
        } else {
            for (String file : restorable().keySet()) {
                findings.add(
                        CurrentPointer.folderName(folder.pointed().getAsInt()) + "/" + file,
                        "the list of segments is missing or damaged",
                        "puts back the copy that was made with the last commit");
            }
        }
        List<String> notes = new ArrayList<>(findings.notes());
        for (Path kept : GalleryRebuild.kept(folder.path())) {
            notes.add(
                    "%s holds the files from before a repair; it is removed with the next deletion, so copy it if something is missing"
                            .formatted(kept.getFileName()));
        }
        return new GalleryCheck(
                folder.name(),
                problem,
                live,
                live == null ? recommended(generations) : null,
                generations,
                findings.all(),
                findings.omitted(),
                notes);
    }

    /// The files of the last commit that can be put back.
    private Map<String, byte[]> restorable() throws IOException {
        OptionalInt pointed = folder.pointed();
        return pointed.isPresent() ? new CommitCopy(folder.generation(pointed.getAsInt())).restorable() : Map.of();
    }

    /// Finds what is wrong in the live generation.
    private void examine(int live, Findings findings) throws IOException {
        Path path = folder.generation(live);
        try (Directory files = new MMapDirectory(path);
                Closeable _ = lock(path, files);
                DamagedIndex index = DamagedIndex.open(path, findings)) {
            CommitData commit = CommitData.of(folder.name(), index.userData());
            new Salvage(index, findings, rebuild.isPicture(), _ -> {}).run(commit);
        }
    }

    /// Keeps writers away. In a folder that cannot be written to, there are none.
    private Closeable lock(Path path, Directory files) throws IOException {
        try {
            return LuceneGallery.lock(folder.name(), path, files);
        } catch (FileSystemException _) {
            return () -> {};
        }
    }

    private static @Nullable String problemOf(List<Generation> generations, int live, Findings findings) {
        if (!findings.all().isEmpty()) {
            Finding first = findings.all().getFirst();
            int more = findings.all().size() + findings.omitted() - 1;
            return "%s: %s%s"
                    .formatted(first.where(), first.problem(), more == 0 ? "" : ", and %d more".formatted(more));
        }
        return generations.stream()
                .filter(generation -> generation.number() == live && generation.problem() != null)
                .map(generation -> "generation-%d: %s".formatted(live, generation.problem()))
                .findFirst()
                .orElse(null);
    }

    private Generation checkGeneration(int number) {
        Path path = folder.generation(number);
        try (Directory files = new MMapDirectory(path);
                DirectoryReader reader = IndexFiles.opening(path, () -> DirectoryReader.open(files))) {
            CommitData commit =
                    CommitData.of(folder.name(), reader.getIndexCommit().getUserData());
            String stage = commit.stage() == null ? null : commit.stage().name().toLowerCase(Locale.ROOT);
            GalleryStatistics counts = counts(path, commit, reader);
            return new Generation(
                    number,
                    stage,
                    commit.embedder().id(),
                    Files.getLastModifiedTime(
                                    path.resolve(reader.getIndexCommit().getSegmentsFileName()))
                            .toInstant()
                            .truncatedTo(ChronoUnit.SECONDS),
                    counts.photos(),
                    counts.faces(),
                    counts.people(),
                    brokenFile(reader));
        } catch (IOException | LikenessException e) {
            return new Generation(number, null, null, null, 0, 0, 0, reason(e));
        }
    }

    private GalleryStatistics counts(Path path, CommitData commit, DirectoryReader reader) {
        reader.incRef();
        try (LuceneSnapshot snapshot =
                new LuceneSnapshot(folder.name(), path, commit, reader, new ReaderMemo(), LuceneGallery.EXACT_FACES)) {
            return snapshot.statistics();
        }
    }

    private static @Nullable String brokenFile(DirectoryReader reader) {
        try {
            for (LeafReaderContext leaf : reader.leaves()) {
                leaf.reader().checkIntegrity();
            }
            return null;
        } catch (IOException | RuntimeException e) {
            return reason(e);
        }
    }

    /// What is wrong with a file.
    ///
    /// @throws LikenessException `GALLERY_INCOMPATIBLE`, because a newer format is no damage
    private static String reason(Exception e) {
        if (e instanceof LikenessException refused && refused.code() == ErrorCode.GALLERY_INCOMPATIBLE) {
            throw refused;
        }
        return LuceneFailures.reason(e);
    }

    /// The generation that certainly holds the gallery: the newest that was in use; else the newest that was
    /// ready for it; else the only one there is. None if a newer one, which may have been in use, cannot be read.
    private static @Nullable Integer recommended(List<Generation> generations) {
        if (!generations.isEmpty() && generations.getLast().written() == null) {
            return null;
        }
        List<Generation> whole = generations.stream()
                .filter(generation -> generation.problem() == null)
                .toList();
        for (GenerationStage stage : List.of(GenerationStage.LIVE, GenerationStage.COMPLETE)) {
            String word = stage.name().toLowerCase(Locale.ROOT);
            for (Generation generation : whole.reversed()) {
                if (word.equals(generation.stage())) {
                    return generation.number();
                }
            }
        }
        List<Generation> unknown =
                whole.stream().filter(generation -> generation.stage() == null).toList();
        return unknown.size() == 1 ? unknown.getFirst().number() : null;
    }

    /// Makes a generation the live one, if the check found that none is; rebuilds the live one if it is damaged.
    ///
    /// @param wanted null for the recommended one
    void repair(GalleryCheck found, @Nullable Integer wanted) throws IOException {
        Integer live = found.live();
        if (live == null && wanted == null && !found.findings().isEmpty()) {
            rebuild.restoreCommit(folder.pointed().getAsInt(), restorable());
        } else if (live == null) {
            makeLive(found, wanted == null ? found.repairWith() : wanted);
        } else if (found.isSound() && wanted != null && !wanted.equals(live)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "gallery %s must be damaged to be repaired, but its generation %d is sound"
                            .formatted(found.gallery(), live));
        } else if (!found.findings().isEmpty()) {
            rebuild.rebuild(live);
        } else if (!found.isSound()) {
            throw beyondRepair(found);
        }
    }

    private void makeLive(GalleryCheck found, @Nullable Integer generation) throws IOException {
        if (generation == null) {
            throw beyondRepair(found);
        }
        Generation chosen = found.generations().stream()
                .filter(candidate -> candidate.number() == generation && candidate.problem() == null)
                .filter(candidate -> !"building".equals(candidate.stage()))
                .findFirst()
                .orElseThrow(() -> new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "the generation to use must be whole and complete, got: " + generation));
        Path path = folder.generation(chosen.number());
        try (Directory files = new MMapDirectory(path);
                Lock _ = LuceneGallery.lock(found.gallery(), path, files)) {
            folder.switchTo(chosen.number());
        }
    }

    private static LikenessException beyondRepair(GalleryCheck found) {
        boolean isUndecided = found.generations().stream().anyMatch(generation -> generation.problem() == null);
        return new LikenessException(
                ErrorCode.GALLERY_CORRUPT,
                "gallery %s is damaged: %s; %s"
                        .formatted(
                                found.gallery(),
                                Objects.requireNonNull(found.problem()),
                                isUndecided && found.live() == null
                                        ? "several generations may hold it, so one must be named"
                                        : "no generation is whole, so it must be restored from a backup"));
    }
}
