package dev.likeness.api;

import dev.likeness.api.auth.KeyRing;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.PrivateFiles;
import dev.likeness.support.ProcessLock;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.nio.file.Path;

/// Lets one server at a time run on a folder of galleries. Two would each overwrite what the other stores:
/// sessions, answers to repeated requests, the audit log. Commands beside a server need no lock.
final class ServerLock implements AutoCloseable {
    private static final String FILE = "lock";

    private final ProcessLock lock;

    private ServerLock(ProcessLock lock) {
        this.lock = lock;
    }

    /// @throws LikenessException `GALLERY_LOCKED` if another server runs on the galleries; `IO_FAILED`
    static ServerLock of(Path galleries) {
        Path folder = KeyRing.serverFolder(galleries);
        try {
            PrivateFiles.createFolder(folder);
            return new ServerLock(ProcessLock.take(folder.resolve(FILE))
                    .orElseThrow(() -> new LikenessException(
                            ErrorCode.GALLERY_LOCKED,
                            "another server is running on the galleries in %s; stop it, or serve other galleries"
                                    .formatted(galleries))));
        } catch (IOException e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED, "cannot write to %s: %s".formatted(folder, RegularFile.reason(e)), e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException _) {
            // It ends with the process.
        }
    }
}
