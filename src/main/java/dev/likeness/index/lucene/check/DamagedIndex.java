package dev.likeness.index.lucene.check;

import dev.likeness.index.lucene.documents.IndexFiles;
import dev.likeness.index.lucene.documents.LuceneFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NoLockFactory;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/// An index that may be damaged, opened segment by segment, so that a segment that cannot be opened does not
/// hide the others. All checksums are verified, and Lucene's own check runs over the segments that pass.
public final class DamagedIndex implements AutoCloseable {
    /// Generation of a segment's deletions or updates that has none.
    private static final long NONE = -1;

    private final Path folder;
    private final Directory files;
    private final Findings findings;
    private final SegmentInfos commit;
    private final List<Segment> segments = new ArrayList<>();
    private final List<Directory> overlays = new ArrayList<>();

    /// One segment.
    ///
    /// @param damaged the parts whose checksums are wrong
    /// @param reader null if the segment cannot be opened
    /// @param knowsPeople whether the people of the faces can be read
    record Segment(
            String name, Set<SegmentPart> damaged, @Nullable DirectoryReader reader, boolean knowsPeople) {
        /// Its documents; none if it cannot be opened.
        List<LeafReader> leaves() {
            return reader == null
                    ? List.of()
                    : reader.leaves().stream().map(LeafReaderContext::reader).toList();
        }

        boolean isIntact(SegmentPart part) {
            return !damaged.contains(part);
        }
    }

    private DamagedIndex(Path folder, Directory files, SegmentInfos commit, Findings findings) {
        this.folder = folder;
        this.files = files;
        this.commit = commit;
        this.findings = findings;
    }

    /// Opens the last commit of an index.
    ///
    /// @throws IOException if the commit itself cannot be read; then nothing can
    public static DamagedIndex open(Path folder, Findings findings) throws IOException {
        Directory files = new MMapDirectory(folder);
        try {
            SegmentInfos commit = IndexFiles.opening(folder, () -> SegmentInfos.readLatestCommit(files));
            var index = new DamagedIndex(folder, files, commit, findings);
            for (SegmentCommitInfo info : commit) {
                index.segments.add(index.segment(info));
            }
            index.runLuceneCheck();
            return index;
        } catch (IOException | RuntimeException e) {
            files.close();
            throw e;
        }
    }

    /// The entries of the commit.
    public Map<String, String> userData() {
        return commit.getUserData();
    }

    List<Segment> segments() {
        return segments;
    }

    /// The place of a file or a segment in a finding.
    String place(String name) {
        return folder.getFileName() + "/" + name;
    }

    private Segment segment(SegmentCommitInfo info) throws IOException {
        Map<String, String> damagedFiles = damagedFiles(info);
        Set<SegmentPart> damaged = EnumSet.noneOf(SegmentPart.class);
        damagedFiles.keySet().forEach(file -> damaged.add(SegmentPart.of(file)));
        DirectoryReader reader = null;
        boolean knowsPeople = true;
        String failure = null;
        try {
            reader = open(info);
        } catch (IOException | RuntimeException e) {
            failure = LuceneFailures.reason(e);
        }
        if (reader == null && info.getDocValuesGen() != NONE) {
            // Without the updates, all but the people of the faces can be read.
            try {
                reader = open(new SegmentCommitInfo(
                        info.info,
                        info.getDelCount(),
                        info.getSoftDelCount(),
                        info.getDelGen(),
                        NONE,
                        NONE,
                        info.getId()));
                knowsPeople = false;
            } catch (IOException | RuntimeException _) {
                // The first failure tells more.
            }
        }
        var segment = new Segment(info.info.name, damaged, reader, knowsPeople);
        damagedFiles.forEach((file, problem) -> findings.add(place(file), problem, repair(segment, info, file)));
        if (damagedFiles.isEmpty() && failure != null) {
            findings.add(
                    place(info.info.name),
                    failure,
                    reader == null ? lost(info) : "keeps all but the people of the faces");
        }
        return segment;
    }

    /// What a repair does about a damaged file.
    private static String repair(Segment segment, SegmentCommitInfo info, String file) {
        if (segment.reader() == null) {
            return lost(info);
        }
        return switch (SegmentPart.of(file)) {
            case RECORDS ->
                "keeps the photos, faces and people whose ids and names agree with the index of terms; their boxes,"
                        + " sizes, times and people cannot be verified; it leaves out the edits of this segment from the"
                        + " history";
            case ASSIGNMENTS ->
                segment.knowsPeople()
                        ? "keeps the people of the faces, which cannot be verified"
                        : "keeps the faces without their people, except where users stated them";
            case STORED ->
                "keeps the faces, and those of their pictures that can be decoded, which cannot be verified; it"
                        + " leaves out the edits of this segment from the history";
            case VECTORS -> "keeps the faces whose vectors have length 1; a small error cannot be verified";
            case TERMS, DERIVED -> "makes it again";
            case DELETIONS, STRUCTURE -> "keeps the documents that can be read";
        };
    }

    private static String lost(SegmentCommitInfo info) {
        return "leaves out the %d documents of this segment, because it cannot be opened"
                .formatted(info.info.maxDoc() - info.getDelCount());
    }

    /// The damaged files of a segment, with what is wrong with them. Files inside a compound file are told apart.
    private Map<String, String> damagedFiles(SegmentCommitInfo info) throws IOException {
        Map<String, String> damaged = new TreeMap<>();
        for (String file : info.files()) {
            String problem = problem(file);
            if (problem != null) {
                damaged.put(file, problem);
            }
        }
        boolean isCompoundDamaged = damaged.keySet().stream().anyMatch(file -> file.endsWith(".cfs"));
        if (info.info.getUseCompoundFile() && isCompoundDamaged) {
            try (Directory parts = info.info.getCodec().compoundFormat().getCompoundReader(files, info.info)) {
                Map<String, String> damagedParts = damagedParts(parts);
                if (!damagedParts.isEmpty()) {
                    damaged.keySet().removeIf(file -> file.endsWith(".cfs"));
                    damaged.putAll(damagedParts);
                }
            } catch (IOException | RuntimeException _) {
                // Then the compound file as a whole is what is damaged.
            }
        }
        return damaged;
    }

    private static Map<String, String> damagedParts(Directory compound) throws IOException {
        Map<String, String> damaged = new TreeMap<>();
        for (String part : compound.listAll()) {
            try (IndexInput input = compound.openInput(part, IOContext.READONCE)) {
                CodecUtil.checksumEntireFile(input);
            } catch (IOException | RuntimeException e) {
                damaged.put(part, LuceneFailures.reason(e));
            }
        }
        return damaged;
    }

    private @Nullable String problem(String file) {
        Path path = folder.resolve(file);
        if (!Files.isRegularFile(path)) {
            return "the file is missing";
        }
        try {
            IndexFiles.verify(path);
            return null;
        } catch (IOException e) {
            return LuceneFailures.reason(e);
        }
    }

    /// Opens one segment alone.
    private DirectoryReader open(SegmentCommitInfo info) throws IOException {
        var overlay = new OverlayDirectory(files);
        overlays.add(overlay);
        var alone = new SegmentInfos(commit.getIndexCreatedVersionMajor());
        alone.add(info.clone());
        alone.setUserData(commit.getUserData(), false);
        alone.commit(overlay);
        return DirectoryReader.open(overlay);
    }

    /// Lucene's own check of the segments whose checksums are right: whether their parts fit together.
    private void runLuceneCheck() throws IOException {
        List<String> intact = segments.stream()
                .filter(segment -> segment.damaged().isEmpty() && segment.reader() != null)
                .map(Segment::name)
                .toList();
        if (intact.isEmpty()) {
            return;
        }
        // The caller holds the write lock.
        try (var check = new CheckIndex(files, NoLockFactory.INSTANCE.obtainLock(files, "check"))) {
            check.setLevel(CheckIndex.Level.MIN_LEVEL_FOR_SLOW_CHECKS);
            for (CheckIndex.Status.SegmentInfoStatus status : check.checkIndex(intact).segmentInfos) {
                if (status.error != null) {
                    findings.add(
                            place(status.name),
                            LuceneFailures.reason(status.error),
                            "keeps the documents that can be read");
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Segment segment : segments) {
            if (segment.reader() != null) {
                segment.reader().close();
            }
        }
        IOUtils.close(overlays);
        files.close();
    }
}
