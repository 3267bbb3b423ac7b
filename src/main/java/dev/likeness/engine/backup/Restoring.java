package dev.likeness.engine.backup;

import dev.likeness.engine.backup.BackupManifest.StoredFile;
import dev.likeness.engine.tombstones.TombstoneLog;
import dev.likeness.engine.tombstones.Tombstones;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Remedy;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.lucene.GalleryDirectory;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads backups: verifies them, and makes galleries of them, as [Backups] says.
///
/// @param index where the galleries are
/// @param tombstones what was deleted from them
/// @param ledger which backups were made of them
/// @param warnings receives a sentence about each damage that does not matter
record Restoring(
        GalleryDirectory galleries,
        IndexOptions index,
        Tombstones tombstones,
        BackupLedger ledger,
        Consumer<String> warnings) {
    List<BackupDetails> verify(BackupSource source) {
        if (!Files.isDirectory(source.path())) {
            BackupDetails whole = unpacked(source, "", true, unpacked -> {
                galleries.verifyCopy(unpacked.folder());
                CompanionFiles.requireReadable(unpacked.folder());
                return unpacked.manifest().details("", false);
            });
            return List.of(whole);
        }
        return BackupFiles.reading(source.path(), () -> {
            List<String> damaged = new ArrayList<>();
            try (BackupRepository backups = BackupRepository.open(source.path(), source.passphrase(), damaged::add)) {
                backups.requireNoOtherFiles();
                List<BackupId> chosen = source.backup() == null && source.gallery() == null
                        ? backups.list()
                        : List.of(BackupChoice.of(backups.list(), source, null));
                if (chosen.isEmpty()) {
                    throw BackupChoice.none(source);
                }
                Set<String> verified = new HashSet<>();
                List<BackupDetails> details = new ArrayList<>();
                for (BackupId backup : chosen) {
                    BackupManifest manifest = backups.manifest(backup);
                    for (StoredFile file : manifest.files()) {
                        if (verified.add(file.sha256() + file.bytes())) {
                            backups.verify(file);
                            CompanionFiles.requireReadable(backups, file);
                        }
                    }
                    details.add(manifest.details(backup.id(), backups.isEncrypted()));
                }
                if (!damaged.isEmpty()) {
                    throw new LikenessException(
                            ErrorCode.BACKUP_INVALID,
                            ("both files that a folder of backups begins with must be whole: %s. %s, and the next one"
                                            + " writes it again")
                                    .formatted(
                                            String.join("; ", damaged),
                                            details.size() == 1 ? "The backup is whole" : "All backups are whole"));
                }
                return details;
            }
        });
    }

    RestoredDeletions restore(String gallery, BackupSource source, boolean includeDeleted) {
        if (galleries.exists(gallery)) {
            throw new LikenessException(ErrorCode.ALREADY_EXISTS, "gallery %s exists already".formatted(gallery));
        }
        return unpacked(source, gallery, !includeDeleted, unpacked -> {
            ErasedAgain erased = ErasedAgain.NOTHING;
            galleries.verifyCopy(unpacked.folder());
            CompanionFiles.problem(unpacked.folder())
                    .ifPresent(problem ->
                            warnings.accept("%s; a repair of gallery %s keeps it aside".formatted(problem, gallery)));
            if (!includeDeleted) {
                ErasureReplay replay =
                        new ErasureReplay(unpacked.manifest().gallery(), gallery, unpacked.known(), logs(unpacked));
                requireNotDeleted(unpacked.manifest(), replay.galleryDeleted());
                erased = prepared(unpacked).erase(replay);
            }
            prepared(unpacked).moveUploads(galleries.folderOf(gallery));
            galleries.adopt(gallery, unpacked.folder());
            unpacked.logs().stream()
                    .max(Comparator.comparingInt(bytes -> bytes.length))
                    .ifPresent(tombstones::adopt);
            return new RestoredDeletions(erased, includeDeleted ? null : unpacked.knownUntil());
        });
    }

    /// What is recorded in later backups.
    ///
    /// @param needed whether it must be whole; not if the backup is of the galleries here, whose own record
    ///     has everything
    private List<byte[]> laterLogs(BackupRepository backups, BackupId chosen, boolean needed) throws IOException {
        try {
            return backups.logsSince(chosen);
        } catch (LikenessException e) {
            if (!needed) {
                warnings.accept(e.getMessage() + "; it is not needed for this restore");
                return List.of();
            }
            throw new LikenessException(
                    ErrorCode.BACKUP_INVALID,
                    "%s; so it is not known what was deleted after backup %s".formatted(e.getMessage(), chosen.id()),
                    e,
                    ErrorFacts.ofRemedies(new Remedy.IncludeDeleted()));
        }
    }

    private RestoredFiles prepared(Unpacked unpacked) {
        return new RestoredFiles(unpacked.folder(), index);
    }

    private List<ErasureReplay.Later> logs(Unpacked unpacked) {
        Instant created = unpacked.manifest().created();
        List<ErasureReplay.Later> logs = new ArrayList<>();
        // If the backup is of these galleries and does not have their record, that was begun later. Times say less: the
        // clock may have been set back.
        boolean isOfHere = unpacked.knownUntil() == null;
        tombstones.log().ifPresent(log -> logs.add(new ErasureReplay.Later(log, isOfHere ? null : created)));
        unpacked.logs().forEach(bytes -> logs.add(new ErasureReplay.Later(TombstoneLog.parse(bytes), created)));
        return logs;
    }

    private static void requireNotDeleted(BackupManifest manifest, @Nullable Instant deleted) {
        if (deleted != null) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "gallery %s was deleted at %s, after this backup was made".formatted(manifest.gallery(), deleted),
                    ErrorFacts.ofRemedies(new Remedy.IncludeDeleted()));
        }
    }

    /// A backup whose files lie in a folder and have the right hashes.
    ///
    /// @param known what had been deleted before it was made; null if nothing
    /// @param logs what had been deleted when it and later ones were made, as files
    /// @param knownUntil until when the deletions are known; null if they are known until now
    private record Unpacked(
            Path folder,
            BackupManifest manifest,
            @Nullable TombstoneLog known,
            List<byte[]> logs,
            @Nullable Instant knownUntil) {}

    @FunctionalInterface
    private interface UnpackedUse<T> {
        T of(Unpacked unpacked) throws IOException;
    }

    /// @param deletions whether what was deleted is to be known
    private <T> T unpacked(BackupSource source, String target, boolean deletions, UnpackedUse<T> use) {
        Path scratch = galleries.scratch();
        try {
            Path copy = scratch.resolve("gallery");
            Files.createDirectories(copy.resolve("generation-1"));
            return BackupFiles.reading(source.path(), () -> {
                List<byte[]> logs = new ArrayList<>();
                BackupManifest manifest;
                boolean isOfHere;
                Instant knownUntil;
                if (Files.isDirectory(source.path())) {
                    try (BackupRepository backups =
                            BackupRepository.open(source.path(), source.passphrase(), warnings)) {
                        backups.requireNoOtherFiles();
                        BackupId chosen = BackupChoice.of(backups.list(), source, target);
                        manifest = backups.manifest(chosen);
                        backups.restore(manifest, copy, deletions);
                        isOfHere = ledger.isOfHere(chosen.gallery(), chosen.created());
                        logs.addAll(laterLogs(backups, chosen, deletions && !isOfHere));
                        knownUntil = backups.list().stream()
                                .filter(backup -> backup.gallery().equals(chosen.gallery()))
                                .reduce(chosen, (_, later) -> later)
                                .created();
                    }
                } else {
                    manifest = BackupArchive.unpack(source.path(), copy);
                    isOfHere = ledger.isOfHere(manifest.gallery(), manifest.created());
                    knownUntil = manifest.created();
                }
                // It is no file of a gallery.
                Path tombstonesFile = copy.resolve(GalleryFiles.TOMBSTONES);
                TombstoneLog known = null;
                if (Files.exists(tombstonesFile)) {
                    byte[] bytes = RegularFile.readAllBytes(tombstonesFile, RegularFile.MAX_TEXT_BYTES);
                    known = TombstoneLog.parse(bytes);
                    logs.add(bytes);
                    Files.delete(tombstonesFile);
                }
                return use.of(new Unpacked(copy, manifest, known, logs, isOfHere ? null : knownUntil));
            });
        } catch (IOException e) {
            throw BackupFiles.unreadable(source.path(), e);
        } finally {
            BackupFiles.delete(scratch);
        }
    }
}
