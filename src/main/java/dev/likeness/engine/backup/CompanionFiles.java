package dev.likeness.engine.backup;

import dev.likeness.engine.backup.BackupManifest.StoredFile;
import dev.likeness.engine.contents.GalleryTags;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Checks the files of a copy of a gallery that lie beside its index and whose text has a form: its tags. A
/// gallery works without them, so a backup with damaged ones can be restored, but none is made of it.
final class CompanionFiles {
    private CompanionFiles() {}

    /// What is wrong with the files in a copy; empty if they are whole or there are none.
    static Optional<String> problem(Path copy) {
        return new GalleryTags("copy", copy).isReadable() ? Optional.empty() : Optional.of(damagedTags());
    }

    /// @throws LikenessException `BACKUP_INVALID` if [#problem] finds one
    static void requireReadable(Path copy) {
        problem(copy).ifPresent(problem -> {
            throw invalid(problem);
        });
    }

    /// As [#requireReadable(Path)], for a file in a folder of backups.
    static void requireReadable(BackupRepository backups, StoredFile file) throws IOException {
        if (file.name().equals(GalleryTags.FILE) && !GalleryTags.areReadable(backups.content(file))) {
            throw invalid(damagedTags());
        }
    }

    private static String damagedTags() {
        return "%s is damaged: %s".formatted(GalleryTags.FILE, GalleryTags.UNREADABLE);
    }

    private static LikenessException invalid(String problem) {
        return new LikenessException(
                ErrorCode.BACKUP_INVALID,
                "a backup must hold one whole gallery: %s; check the gallery, and repair it".formatted(problem));
    }
}
