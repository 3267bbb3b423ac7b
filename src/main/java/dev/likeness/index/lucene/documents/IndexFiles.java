package dev.likeness.index.lucene.documents;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MMapDirectory;

/// The checksums of an index's files. Every file that Lucene writes ends with the CRC-32 of its bytes. Lucene
/// itself compares it only for small files and when it merges segments; this class does so once, when the
/// index is opened, as far as that is cheap. `gallery check` reads everything.
///
/// Files never change after they are written, so each is verified once. For use by one thread at a time.
public final class IndexFiles {
    /// The most bytes that are read when an index is opened, smallest files first: about 0.1 s. Of the other
    /// files, only the length and the footer are checked.
    private static final long MAX_BYTES = 128L << 20;

    private record VerifiedFile(Path file, long bytes, FileTime modified) {}

    private Set<VerifiedFile> verified = Set.of();

    /// Verifies those files of an index that were not verified before. Files that are gone are passed over:
    /// another process has replaced them since the list was made.
    ///
    /// @param files names of files in the folder
    /// @throws CorruptIndexException if a file is damaged
    public void verify(Path folder, Collection<String> files) throws IOException {
        Set<VerifiedFile> all = new HashSet<>();
        for (String name : files) {
            Path file = folder.resolve(name);
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                all.add(new VerifiedFile(file, attributes.size(), attributes.lastModifiedTime()));
            } catch (NoSuchFileException _) {
                // See above.
            }
        }
        List<VerifiedFile> unknown = all.stream()
                .filter(file -> !verified.contains(file))
                .sorted(Comparator.comparingLong(VerifiedFile::bytes))
                .toList();
        long left = MAX_BYTES;
        try (Directory directory = new MMapDirectory(folder)) {
            for (VerifiedFile file : unknown) {
                left -= file.bytes();
                verify(directory, file.file(), left >= 0);
            }
        }
        verified = Set.copyOf(all);
    }

    /// Verifies all bytes of one file.
    ///
    /// @throws CorruptIndexException if the file is damaged
    public static void verify(Path file) throws IOException {
        try (Directory directory = new MMapDirectory(folderOf(file))) {
            verify(directory, file, true);
        }
    }

    private static void verify(Directory directory, Path file, boolean isWhole) throws IOException {
        try (IndexInput input = directory.openInput(String.valueOf(file.getFileName()), IOContext.READONCE)) {
            if (isWhole) {
                CodecUtil.checksumEntireFile(input);
            } else {
                CodecUtil.retrieveChecksum(input);
            }
        } catch (NoSuchFileException | FileNotFoundException _) {
            // As in verify.
        } catch (RuntimeException e) {
            throw new CorruptIndexException("its footer cannot be read", describe(file), e);
        }
    }

    /// Runs an action that opens an index. A file that the index names and that is not there is damage.
    ///
    /// @param generation the folder of the index
    /// @throws CorruptIndexException if a file is missing
    /// @throws LikenessException `GALLERY_INCOMPATIBLE` if the files have a format that is not known
    public static <T> T opening(Path generation, LuceneFailures.Action<T> action) throws IOException {
        try {
            return action.run();
        } catch (IndexNotFoundException e) {
            throw e;
        } catch (NoSuchFileException | FileNotFoundException e) {
            if (!Files.isDirectory(generation)) {
                throw e;
            }
            Path missing = Path.of(String.valueOf(e.getMessage()));
            throw new CorruptIndexException("the file is missing", describe(missing), e);
        } catch (IllegalArgumentException e) {
            // Lucene looks up the names of formats in the files, whose checksums are right.
            throw new LikenessException(
                    ErrorCode.GALLERY_INCOMPATIBLE,
                    "%s was written by a newer Likeness: %s".formatted(generation, e.getMessage()),
                    e);
        }
    }

    /// A description of a file as Lucene makes it.
    private static String describe(Path file) {
        return "file(path=\"" + file + "\")";
    }

    private static Path folderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file.toAbsolutePath() : folder;
    }
}
