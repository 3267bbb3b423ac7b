package dev.likeness.support;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/// Folders whose entries outlive a power failure. A new, renamed or deleted entry is only certain to be on the
/// disk once its folder was synced, and that holds for a folder itself as well.
public final class DurableFolders {
    private DurableFolders() {}

    /// Creates a folder, with those above it that are missing. All of them outlive a power failure, and so
    /// does a folder that was there already, because whoever created it may not have come so far.
    public static void create(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath();
        Path parent = absolute.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            create(parent);
        }
        Files.createDirectories(absolute);
        if (parent != null) {
            try {
                sync(parent);
            } catch (AccessDeniedException _) {
                // What may not be read cannot be synced.
            }
        }
    }

    /// Syncs a file, or a folder: which entries it has.
    public static void sync(Path path) throws IOException {
        boolean folder = Files.isDirectory(path);
        if (folder && !path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            // Windows cannot open a folder as a file. Its file system writes renames to a journal.
            return;
        }
        try (FileChannel channel =
                FileChannel.open(path, folder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /// Syncs all files and folders below a folder, and the folder.
    public static void syncAll(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> tree = Files.walk(folder)) {
            all = tree.toList();
        }
        for (Path path : all) {
            sync(path);
        }
    }
}
