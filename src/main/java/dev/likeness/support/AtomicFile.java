package dev.likeness.support;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Set;
import java.util.UUID;

/// Replaces a file atomically. Even after `kill -9` or a power failure, the file has either its old or its
/// complete new content. The content is written to a temporary file in the same folder and synced, the
/// temporary file is renamed to the file, and the folder is synced. A process that is killed while it writes
/// leaves a hidden file `.likeness-….tmp`, which may be deleted.
public final class AtomicFile {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final String PREFIX = ".likeness-";
    private static final String UNFINISHED_SUFFIX = ".tmp";

    private AtomicFile() {}

    /// Writes the content of a file.
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream stream) throws IOException;
    }

    /// Replaces or creates a file.
    ///
    /// @see #write(Path, Content, FileAttribute...)
    public static void write(Path file, byte[] content) throws IOException {
        write(file, stream -> stream.write(content));
    }

    /// Replaces or creates a file. A symbolic link stays a link; its target is replaced.
    ///
    /// @param attributes attributes of the file, such as its permissions; if there are none, an existing file
    ///     keeps its permissions
    /// @throws IOException if writing the content or the file fails; the file then has its old content
    public static void write(Path file, Content content, FileAttribute<?>... attributes) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path unfinished = target.resolveSibling(unfinishedPrefix(target) + UUID.randomUUID() + UNFINISHED_SUFFIX);
        try {
            try (FileChannel channel = FileChannel.open(
                            unfinished, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes);
                    OutputStream stream = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES)) {
                content.writeTo(stream);
                stream.flush();
                if (attributes.length == 0) {
                    copyPermissions(target, unfinished);
                }
                channel.force(true);
            }
            rename(unfinished, target);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /// Deletes the temporary files of killed processes that were writing this file. Callers must be sure that
    /// no other process is writing it.
    public static void deleteUnfinished(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(folder, unfinishedPrefix(file) + "*" + UNFINISHED_SUFFIX)) {
            for (Path entry : entries) {
                Files.deleteIfExists(entry);
            }
        }
    }

    /// Whether this is a temporary file, of a process that is writing a file or was killed while it did.
    public static boolean isUnfinished(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith(PREFIX) && name.endsWith(UNFINISHED_SUFFIX);
    }

    /// The prefix of temporary files for this file. It is short, because the file name may have the maximum
    /// length of the file system.
    private static String unfinishedPrefix(Path file) {
        return PREFIX + "%08x-".formatted(String.valueOf(file.getFileName()).hashCode());
    }

    /// Moves a complete file, replacing an existing one, or a complete folder to a new name, within one file
    /// system. The caller has to sync the files inside a folder.
    public static void move(Path from, Path to) throws IOException {
        DurableFolders.sync(from);
        rename(from, to.toAbsolutePath());
    }

    private static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path folder = to.getParent();
        if (folder != null) {
            DurableFolders.sync(folder);
        }
    }

    private static void copyPermissions(Path from, Path to) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(from, PosixFileAttributeView.class);
        if (view != null && Files.exists(from)) {
            Files.setPosixFilePermissions(to, view.readAttributes().permissions());
        }
    }
}
