package dev.likeness.engine.backup;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/// Lets one backup at a time write to a folder. It ends with its process.
final class BackupLock implements AutoCloseable {
    static final String NAME = "lock";

    /// The folders that this process writes to. Their locks are never opened again: closing any channel of a file
    /// gives up all locks that the process holds on it (POSIX).
    private static final Set<Path> OWN = new HashSet<>();

    private final Path folder;
    private final FileChannel channel;

    private BackupLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /// @throws LikenessException `GALLERY_LOCKED` if another backup writes to the folder
    static BackupLock of(Path backups) throws IOException {
        Path folder = backups.toRealPath();
        synchronized (OWN) {
            if (OWN.contains(folder)) {
                throw held(backups);
            }
            FileChannel channel = FileChannel.open(
                    folder.resolve(NAME),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PrivateFiles.ownerOnly(folder));
            if (channel.tryLock() == null) {
                channel.close();
                throw held(backups);
            }
            OWN.add(folder);
            return new BackupLock(folder, channel);
        }
    }

    private static LikenessException held(Path folder) {
        return new LikenessException(
                ErrorCode.GALLERY_LOCKED,
                "another backup is being written to %s; try again when it has ended".formatted(folder));
    }

    @Override
    public void close() throws IOException {
        synchronized (OWN) {
            OWN.remove(folder);
            channel.close();
        }
    }
}
