package dev.likeness.support;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// A file, mode 0600, that one holder at a time has, of all processes and threads. It ends with its process,
/// however that ends; the file stays.
public final class ProcessLock implements AutoCloseable {
    /// The locks of this process. Their files are never opened again: closing any channel of a file gives up
    /// all locks that the process holds on it (POSIX).
    private static final Set<Path> OWN = new HashSet<>();

    private final Path file;
    private final FileChannel channel;

    private ProcessLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// The lock; empty if somebody else holds it.
    ///
    /// @param file in an existing folder
    public static Optional<ProcessLock> take(Path file) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent()).toRealPath();
        Path real = folder.resolve(Objects.requireNonNull(file.getFileName()));
        synchronized (OWN) {
            if (OWN.contains(real)) {
                return Optional.empty();
            }
            FileChannel channel = FileChannel.open(
                    real, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), PrivateFiles.ownerOnly(folder));
            if (channel.tryLock() == null) {
                channel.close();
                return Optional.empty();
            }
            OWN.add(real);
            return Optional.of(new ProcessLock(real, channel));
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (OWN) {
            OWN.remove(file);
            channel.close();
        }
    }
}
