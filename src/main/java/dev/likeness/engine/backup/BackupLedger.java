package dev.likeness.engine.backup;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.Json;
import dev.likeness.support.LineLog;
import dev.likeness.support.RegularFile;
import dev.likeness.support.TextLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Remembers, in a file beside the galleries, which backups were made of them and where they lie, to tell
/// who deletes something which backups still hold it.
final class BackupLedger {
    private static final String FILE = ".backups.jsonl";

    private final LineLog file;

    /// One backup. Components are keys of the JSON form.
    ///
    /// @param backup its id; empty for a ZIP file
    /// @param folder of the backups; null for a ZIP file, which may be anywhere
    record Entry(
            String gallery,
            String backup,
            Instant made,
            @Nullable String folder) {
        Entry {
            Objects.requireNonNull(gallery);
            Objects.requireNonNull(backup);
            Objects.requireNonNull(made);
        }

        /// Whether the backup may still be there: a folder that is not there may be on a disk that is not.
        boolean mayExist() {
            Optional<BackupId> id = BackupId.parse(gallery, backup);
            if (folder == null || id.isEmpty()) {
                return true;
            }
            BackupFolder backups = new BackupFolder(Path.of(folder));
            return !backups.isRepository() || Files.exists(backups.list(id.get()));
        }
    }

    /// @param galleries the folder of the galleries
    BackupLedger(Path galleries) {
        this.file = new LineLog(galleries.resolve(FILE));
    }

    /// @throws LikenessException `IO_FAILED`
    void add(Entry made) {
        try {
            file.append(_ -> List.of(Json.line(made)));
        } catch (IOException e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED, "cannot write %s: %s".formatted(file.file(), RegularFile.reason(e)), e);
        }
    }

    /// When the latest backup of a gallery in a folder of backups was made.
    ///
    /// @throws LikenessException `IO_FAILED`
    Optional<Instant> last(String gallery) {
        return all(gallery).reversed().stream()
                .filter(entry -> entry.folder() != null && entry.mayExist())
                .map(Entry::made)
                .findFirst();
    }

    /// Whether a backup was made of these galleries. Then their record of deletions has all that came after
    /// it.
    ///
    /// @throws LikenessException `IO_FAILED`
    boolean isOfHere(String gallery, Instant made) {
        return all(gallery).stream().anyMatch(entry -> entry.made().equals(made));
    }

    /// The backups of a gallery that may still be there, oldest first.
    ///
    /// @throws LikenessException `IO_FAILED`
    List<Entry> of(String gallery) {
        List<Entry> entries = all(gallery);
        // Of ZIP files, which may be many, the latest is named.
        Optional<Entry> latestFile = entries.reversed().stream()
                .filter(entry -> entry.folder() == null)
                .findFirst();
        return entries.stream()
                .filter(entry -> entry.folder() == null
                        ? latestFile.filter(entry::equals).isPresent()
                        : entry.mayExist())
                .toList();
    }

    /// Lines that cannot be read are passed over.
    private List<Entry> all(String gallery) {
        List<Entry> entries = new ArrayList<>();
        for (String line : lines()) {
            try {
                Entry entry = TextLimits.json().readValue(line, Entry.class);
                if (entry != null && entry.gallery().equals(gallery)) {
                    entries.add(entry);
                }
            } catch (JacksonException _) {
                // The ledger only informs.
            }
        }
        return entries;
    }

    private List<String> lines() {
        try {
            return file.lines();
        } catch (IOException e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED, "cannot read %s: %s".formatted(file.file(), RegularFile.reason(e)), e);
        }
    }
}
