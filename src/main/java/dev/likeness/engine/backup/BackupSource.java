package dev.likeness.engine.backup;

import dev.likeness.engine.backup.encryption.Passphrase;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Which backup to read.
///
/// @param path a folder of backups, or a ZIP file
/// @param backup id of one in the folder; null for the latest
/// @param gallery whose backup it is; null if that is clear
/// @param passphrase null if there is none
public record BackupSource(
        Path path,
        @Nullable String backup,
        @Nullable String gallery,
        @Nullable Passphrase passphrase) {
    /// A ZIP file, or the latest backup in a folder.
    public static BackupSource of(Path path) {
        return new BackupSource(path, null, null, null);
    }
}
