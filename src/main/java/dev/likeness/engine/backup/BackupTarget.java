package dev.likeness.engine.backup;

import dev.likeness.engine.backup.encryption.Passphrase;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where a backup goes.
///
/// @param folder of the backups; made if it is absent
/// @param passphrase encrypts new backups; null for backups that are not encrypted
/// @param keep how many backups of the gallery stay; older ones are removed; 0 for all
/// @param check whether the files that are there already are read and, if they are damaged, written again
public record BackupTarget(Path folder, @Nullable Passphrase passphrase, int keep, boolean check) {}
