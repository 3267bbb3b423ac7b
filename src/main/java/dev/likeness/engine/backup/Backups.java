package dev.likeness.engine.backup;

import dev.likeness.engine.backup.GalleryFiles.Source;
import dev.likeness.engine.backup.encryption.Passphrase;
import dev.likeness.engine.backup.encryption.RepositoryHeaders;
import dev.likeness.engine.tombstones.TombstoneLog;
import dev.likeness.engine.tombstones.Tombstones;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.index.CopyContent;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.lucene.GalleryDirectory;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Backs galleries up, verifies backups and restores them.
///
/// A backup lies in a folder of backups, which stores every file once. Over HTTP it can also be downloaded
/// as one ZIP file. Both hold the last commit of the gallery with crops, previews and the edit history, its
/// calibration, uploaded photos, and what was deleted before.
public final class Backups {
    private final GalleryDirectory galleries;
    private final IndexOptions index;
    private final BackupOptions options;
    private final Tombstones tombstones;
    private final BackupLedger ledger;

    private final Consumer<String> warnings;
    private final InstantSource clock;

    /// One backup of this process at a time writes to a folder of backups; others wait.
    private final ReentrantLock writing = new ReentrantLock(true);

    /// @param index where the galleries are
    /// @param warnings receives a sentence about each damage of a folder of backups that does not matter
    public Backups(GalleryDirectory galleries, IndexOptions index, BackupOptions options, Consumer<String> warnings) {
        this(galleries, index, options, warnings, InstantSource.system());
    }

    Backups(
            GalleryDirectory galleries,
            IndexOptions index,
            BackupOptions options,
            Consumer<String> warnings,
            InstantSource clock) {
        this.galleries = galleries;
        this.index = index;
        this.options = options;
        this.tombstones = new Tombstones(index.directory(), clock);
        this.ledger = new BackupLedger(index.directory());
        this.warnings = warnings;
        this.clock = clock;
    }

    public BackupOptions options() {
        return options;
    }

    /// Whether a folder of backups is there and its backups are encrypted.
    ///
    /// @throws LikenessException `BACKUP_INVALID` or `IO_FAILED` if that cannot be read
    public static boolean areEncrypted(Path folder) {
        return BackupFiles.reading(
                folder,
                () -> new BackupFolder(folder).isRepository()
                        && RepositoryHeaders.read(folder).areEncrypted());
    }

    /// Adds a backup of a gallery to a folder of backups. What others of them hold is not copied. It holds the
    /// last commit; others may write to the gallery meanwhile.
    ///
    /// @throws LikenessException `NOT_FOUND`; `GALLERY_LOCKED` while another backup is written to the folder;
    ///     `BACKUP_INVALID` if the gallery, or a backup there, is damaged;
    ///     `INVALID_ARGUMENT` if the folder or the pass phrase is not theirs; `IO_FAILED`
    public BackupSummary backUp(String gallery, BackupTarget target) {
        writing.lock();
        try {
            return write(gallery, target);
        } finally {
            writing.unlock();
        }
    }

    private BackupSummary write(String gallery, BackupTarget target) {
        return copied(gallery, (sources, content) -> {
            Path folder = target.folder();
            try (BackupRepository backups = BackupRepository.openToWrite(folder, target.passphrase(), warnings)) {
                BackupRepository.Added added = backups.add(gallery, content, sources, target.check(), clock);
                ledger.add(new BackupLedger.Entry(
                        gallery,
                        added.id().id(),
                        added.id().created(),
                        folder.toAbsolutePath().normalize().toString()));
                return new BackupSummary(
                        added.manifest().details(added.id().id(), backups.isEncrypted()),
                        added.copiedFiles(),
                        added.copiedBytes(),
                        target.keep() == 0 ? List.of() : removeOlder(backups, added.id(), target.keep()));
            }
        });
    }

    private static List<String> removeOlder(BackupRepository backups, BackupId newest, int keep) throws IOException {
        List<BackupId> all = backups.list().stream()
                .filter(backup -> backup.gallery().equals(newest.gallery()) && !backup.equals(newest))
                .toList();
        Set<BackupId> older = new HashSet<>(all.subList(0, Math.max(0, all.size() - (keep - 1))));
        backups.remove(older);
        return older.stream().map(BackupId::id).sorted().toList();
    }

    /// Removes the backups of deleted galleries that are older than the schedule keeps backups. Nobody backs
    /// these galleries up again, so nothing else would remove them.
    ///
    /// @return the ids of the removed backups
    /// @throws LikenessException as [#backUp]
    public List<String> removeExpired(Path folder, @Nullable Passphrase passphrase) {
        Optional<TombstoneLog> log = tombstones.log();
        if (log.isEmpty() || !new BackupFolder(folder).isRepository()) {
            return List.of();
        }
        writing.lock();
        try {
            return removeExpired(log.get(), folder, passphrase);
        } finally {
            writing.unlock();
        }
    }

    private List<String> removeExpired(TombstoneLog log, Path folder, @Nullable Passphrase passphrase) {
        return BackupFiles.reading(folder, () -> {
            try (BackupRepository backups = BackupRepository.openToWrite(folder, passphrase, warnings)) {
                Set<BackupId> expired = new HashSet<>();
                for (BackupId backup : backups.list()) {
                    boolean old = options.expiry(backup.created())
                            .filter(clock.instant()::isAfter)
                            .isPresent();
                    if (old && !galleries.exists(backup.gallery()) && wasDeletedSince(log, backup)) {
                        expired.add(backup);
                    }
                }
                if (!expired.isEmpty()) {
                    backups.remove(expired);
                }
                return expired.stream().map(BackupId::id).sorted().toList();
            }
        });
    }

    private static boolean wasDeletedSince(TombstoneLog log, BackupId backup) {
        String gallery = log.ofGallery(backup.gallery());
        return log.tombstones().stream()
                .anyMatch(one ->
                        one.whole() && one.gallery().equals(gallery) && one.at().isAfter(backup.created()));
    }

    /// Writes the current state of a gallery to a ZIP file.
    ///
    /// @return the file, in the galleries' folder; the caller removes it
    /// @throws LikenessException `BACKUP_INVALID` if the gallery is
    ///     damaged; `IO_FAILED`
    public Path archive(String gallery) {
        return copied(gallery, (sources, content) -> {
            Path scratch = galleries.scratch();
            Path zip = scratch.resolveSibling(scratch.getFileName() + ".zip");
            try {
                BackupManifest manifest = BackupArchive.write(gallery, content, sources, zip);
                ledger.add(new BackupLedger.Entry(gallery, "", manifest.created(), null));
                return zip;
            } catch (IOException | RuntimeException e) {
                BackupFiles.delete(zip);
                throw e;
            } finally {
                BackupFiles.delete(scratch);
            }
        });
    }

    @FunctionalInterface
    private interface Use<T> {
        T of(List<Source> sources, BackupManifest.Content content) throws IOException;
    }

    /// Uses a copy of a gallery's last commit, whose checksums were verified: a damaged gallery must not
    /// take the place of older backups.
    private <T> T copied(String gallery, Use<T> use) {
        // Read first: what is deleted from here on is deleted after the backup.
        Optional<byte[]> deleted =
                galleries.exists(gallery) ? tombstones.contentBetweenErasures(gallery) : tombstones.content();
        deleted.ifPresent(TombstoneLog::parse);
        Path scratch = galleries.scratch();
        try {
            Path copy = scratch.resolve("gallery");
            galleries.copy(gallery, copy);
            CopyContent content = galleries.verifyCopy(copy);
            CompanionFiles.requireReadable(copy);
            if (deleted.isPresent()) {
                Files.write(copy.resolve(GalleryFiles.TOMBSTONES), deleted.get());
            }
            return use.of(
                    GalleryFiles.of(copy, galleries.folderOf(gallery)),
                    new BackupManifest.Content(
                            content.statistics().photos(),
                            content.statistics().faces(),
                            content.statistics().people(),
                            content.embedder().id()));
        } catch (IOException e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED,
                    "cannot write a backup of gallery %s: %s".formatted(gallery, RegularFile.reason(e)),
                    e);
        } finally {
            BackupFiles.delete(scratch);
        }
    }

    /// Reads whole backups and compares them with their lists and hashes. Nothing is restored.
    ///
    /// @return the backup that was asked for; of a folder, all backups unless one was asked for
    /// @throws LikenessException `BACKUP_INVALID` if any is damaged; else as [#restore]
    public List<BackupDetails> verify(BackupSource source) {
        return new Restoring(galleries, index, tombstones, ledger, warnings).verify(source);
    }

    /// The backups in a folder, oldest first; none if no backup was made there. They need no pass phrase.
    ///
    /// @throws LikenessException `BACKUP_INVALID` if the folder is damaged; `IO_FAILED`
    public List<BackupId> list(Path folder) {
        BackupFolder backups = new BackupFolder(folder);
        return BackupFiles.reading(folder, () -> {
            if (!backups.isRepository()) {
                return List.of();
            }
            RepositoryHeaders.read(folder);
            return backups.backups();
        });
    }

    /// Creates a gallery from a backup. What was deleted after the backup was made stays deleted, as far as
    /// that is known here.
    ///
    /// @param gallery the new name; it must be free
    /// @param includeDeleted whether what was deleted comes back, too
    /// @throws LikenessException `ALREADY_EXISTS` if there is a gallery of that name; `BACKUP_INVALID` if
    ///     the backup is not whole; `INVALID_ARGUMENT` if the pass phrase is wrong, there are several
    ///     backups, or the gallery was deleted since; `NOT_FOUND` if there is no such backup;
    ///     `GALLERY_INCOMPATIBLE` if a newer version wrote it; `IO_FAILED`
    public RestoredDeletions restore(String gallery, BackupSource source, boolean includeDeleted) {
        return new Restoring(galleries, index, tombstones, ledger, warnings).restore(gallery, source, includeDeleted);
    }

    /// The backups that still hold what is in a gallery now, oldest first.
    ///
    /// @throws LikenessException `IO_FAILED`
    public List<KeptBackup> of(String gallery) {
        Optional<String> scheduled = options.directory()
                .map(folder -> folder.toAbsolutePath().normalize().toString());
        return ledger.of(gallery).stream()
                .map(entry -> new KeptBackup(
                        entry.backup(),
                        entry.made(),
                        entry.folder() != null
                                        && scheduled
                                                .filter(entry.folder()::equals)
                                                .isPresent()
                                ? options.expiry(entry.made()).orElse(null)
                                : null))
                .toList();
    }

    /// When the last backup of a gallery in a folder of backups was made; empty if there is none.
    ///
    /// @throws LikenessException `IO_FAILED`
    public Optional<Instant> last(String gallery) {
        return ledger.last(gallery);
    }
}
