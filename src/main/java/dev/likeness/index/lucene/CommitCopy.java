package dev.likeness.index.lucene;

import dev.likeness.support.RegularFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.MMapDirectory;

/// A copy of the last commit's list of segments, in one small file beside the index: `segments_N` and the `.si`
/// files. They are the only files without which nothing can be read. The copy holds no data of photos or people.
///
/// It is written after every commit and not synced: after a power failure it may be older or missing, and then
/// nothing is restored from it.
///
/// @param generation the folder of the index
record CommitCopy(Path generation) {
    private static final String FILE = "commit.copy";
    private static final int VERSION = 1;
    private static final int MAX_FILES = 10_000;

    private static final String SEGMENTS = "segments_";
    private static final String SEGMENT_INFO = ".si";

    /// Copies the list of segments of the last commit. A failure only means that nothing can be restored.
    void write() {
        try {
            tryToWrite();
        } catch (IOException _) {
            // The commit itself is whole.
        }
    }

    private void tryToWrite() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (Directory files = new MMapDirectory(generation);
                var out = new DataOutputStream(bytes)) {
            Set<String> names = listFiles(SegmentInfos.readLatestCommit(files));
            out.writeInt(VERSION);
            out.writeInt(names.size());
            for (String name : names) {
                byte[] content = RegularFile.readAllBytes(generation.resolve(name), RegularFile.MAX_TEXT_BYTES);
                out.writeUTF(name);
                out.writeInt(content.length);
                out.write(content);
            }
        }
        Path unfinished = generation.resolve(FILE + ".tmp");
        Files.write(unfinished, bytes.toByteArray());
        Files.move(
                unfinished,
                generation.resolve(FILE),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static Set<String> listFiles(SegmentInfos commit) {
        Set<String> names = new HashSet<>(Set.of(commit.getSegmentsFileName()));
        for (SegmentCommitInfo info : commit) {
            names.add(info.info.name + SEGMENT_INFO);
        }
        return names;
    }

    /// The files of the list that are missing or damaged and can be restored: only if the copy is of the last
    /// commit, as the files of the index show. Empty if nothing can be restored.
    Map<String, byte[]> restorable() {
        try {
            Map<String, byte[]> copied = read();
            Map<String, byte[]> broken = new TreeMap<>();
            for (Map.Entry<String, byte[]> file : copied.entrySet()) {
                Path path = generation.resolve(file.getKey());
                if (!Files.exists(path)
                        || !Arrays.equals(
                                RegularFile.readAllBytes(path, RegularFile.MAX_TEXT_BYTES), file.getValue())) {
                    broken.put(file.getKey(), file.getValue());
                }
            }
            return !broken.isEmpty() && isOfTheLastCommit(copied) ? broken : Map.of();
        } catch (IOException | RuntimeException _) {
            return Map.of();
        }
    }

    /// Whether every file of the index belongs to the copied commit, and each that must not be restored is whole.
    /// A file more may be of a later commit, which may have erased what this one still has.
    private boolean isOfTheLastCommit(Map<String, byte[]> copied) throws IOException {
        try (Directory memory = new ByteBuffersDirectory()) {
            for (Map.Entry<String, byte[]> file : copied.entrySet()) {
                try (IndexOutput out = memory.createOutput(file.getKey(), IOContext.DEFAULT)) {
                    out.writeBytes(file.getValue(), file.getValue().length);
                }
                try (IndexInput in = memory.openInput(file.getKey(), IOContext.READONCE)) {
                    CodecUtil.checksumEntireFile(in);
                }
            }
            Set<String> expected =
                    new HashSet<>(SegmentInfos.readLatestCommit(memory).files(true));
            Set<String> there = indexFiles();
            return expected.containsAll(there)
                    && expected.stream().allMatch(name -> there.contains(name) || copied.containsKey(name));
        }
    }

    private Set<String> indexFiles() throws IOException {
        try (Stream<Path> files = Files.list(generation)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.startsWith("_") || name.startsWith(SEGMENTS))
                    .collect(Collectors.toSet());
        }
    }

    private Map<String, byte[]> read() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (var in = new DataInputStream(new ByteArrayInputStream(
                RegularFile.readAllBytes(generation.resolve(FILE), RegularFile.MAX_TEXT_BYTES)))) {
            if (in.readInt() != VERSION) {
                throw new NoSuchFileException(FILE);
            }
            int count = Math.min(MAX_FILES, in.readInt());
            for (int number = 0; number < count; number++) {
                String name = in.readUTF();
                if (!name.startsWith(SEGMENTS) && !(name.startsWith("_") && name.endsWith(SEGMENT_INFO))) {
                    throw new NoSuchFileException(name);
                }
                byte[] content = new byte[Math.min(in.readInt(), in.available())];
                in.readFully(content);
                files.put(name, content);
            }
        }
        return files;
    }
}
