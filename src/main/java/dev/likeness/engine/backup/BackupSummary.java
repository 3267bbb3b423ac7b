package dev.likeness.engine.backup;

import java.util.List;

/// What a backup wrote. Components are keys of the JSON form.
///
/// @param copiedFiles files that no earlier backup had
/// @param copiedBytes of these, as they are in the gallery
/// @param removed ids of the backups of this gallery that were removed, because there are newer ones
public record BackupSummary(BackupDetails backup, int copiedFiles, long copiedBytes, List<String> removed) {
    public BackupSummary {
        removed = List.copyOf(removed);
    }
}
