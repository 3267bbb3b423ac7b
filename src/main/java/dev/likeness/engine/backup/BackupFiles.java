package dev.likeness.engine.backup;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.FileTrees;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.ZipException;

/// How failures of files are told.
final class BackupFiles {
    private BackupFiles() {}

    @FunctionalInterface
    interface Reading<T> {
        T run() throws IOException;
    }

    static <T> T reading(Path path, Reading<T> work) {
        try {
            return work.run();
        } catch (ZipException e) {
            throw new LikenessException(
                    ErrorCode.BACKUP_INVALID, "a backup must be a whole ZIP file of a gallery: " + e.getMessage(), e);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    static LikenessException unreadable(Path path, IOException e) {
        return new LikenessException(
                ErrorCode.IO_FAILED,
                "cannot read or write the backup %s: %s".formatted(path, RegularFile.reason(e)),
                e);
    }

    /// Deletes temporary files.
    static void delete(Path path) {
        try {
            FileTrees.delete(path);
        } catch (IOException _) {
            // The failure only costs disk space.
        }
    }
}
