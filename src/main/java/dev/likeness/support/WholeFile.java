package dev.likeness.support;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;

/// Files that are there whole or not at all.
public final class WholeFile {
    private WholeFile() {}

    /// Replaces a file, or makes it with the folders above it, in one step. Rights stay as they were,
    /// and a link stays a link.
    ///
    /// @throws LikenessException `IO_FAILED`
    public static void write(Path file, byte[] content) {
        try {
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            Path folder = target.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Path written = target.resolveSibling(
                    ".likeness-" + ProcessHandle.current().pid() + "-" + System.nanoTime() + ".tmp");
            try {
                Files.write(written, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                PosixFileAttributeView rights = Files.getFileAttributeView(target, PosixFileAttributeView.class);
                if (rights != null && Files.exists(target)) {
                    Files.setPosixFilePermissions(
                            written, rights.readAttributes().permissions());
                }
                Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
