package dev.likeness.engine.backup;

import dev.likeness.engine.backup.BackupManifest.StoredFile;
import dev.likeness.engine.backup.GalleryFiles.Source;
import dev.likeness.engine.backup.encryption.ObjectForm;
import dev.likeness.engine.backup.encryption.Passphrase;
import dev.likeness.engine.backup.encryption.RepositoryHeader;
import dev.likeness.engine.backup.encryption.RepositoryHeaders;
import dev.likeness.engine.backup.encryption.Unclosed;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Sha256;
import dev.likeness.support.AtomicFile;
import dev.likeness.support.PrivateFiles;
import dev.likeness.support.ProcessLock;
import dev.likeness.support.RegularFile;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// A folder with the backups of galleries. Every file of a gallery is stored once, under `objects/`, however
/// many backups hold it; a file in `backups/` lists the files of one backup. The files of an index never
/// change, so a backup copies only what was written since the one before.
///
/// One process at a time writes to it.
final class BackupRepository implements AutoCloseable {
    private static final int HASH_DIGITS = 32;

    private final BackupFolder folder;
    private final boolean encrypted;
    private final ObjectForm form;
    private final @Nullable ProcessLock lock;

    /// A new backup.
    record Added(BackupId id, BackupManifest manifest, int copiedFiles, long copiedBytes) {}

    private BackupRepository(BackupFolder folder, boolean encrypted, ObjectForm form, @Nullable ProcessLock lock) {
        this.folder = folder;
        this.encrypted = encrypted;
        this.form = form;
        this.lock = lock;
    }

    /// Opens backups to read them.
    ///
    /// @param warnings receives a sentence about each damage that does not matter
    /// @throws LikenessException `BACKUP_INVALID` if it is no folder of backups; `INVALID_ARGUMENT` if the
    ///     pass phrase is wrong or missing
    static BackupRepository open(Path folder, @Nullable Passphrase passphrase, Consumer<String> warnings) {
        RepositoryHeaders headers = RepositoryHeaders.read(folder);
        ObjectForm form = headers.form(passphrase, warnings);
        return new BackupRepository(new BackupFolder(folder), headers.areEncrypted(), form, null);
    }

    /// Opens backups to add one. An empty or absent folder becomes one of backups, encrypted if there is a
    /// pass phrase.
    ///
    /// @throws LikenessException as [#open]; `INVALID_ARGUMENT` if the folder holds other files, or there is
    ///     a pass phrase and its backups are not encrypted; `GALLERY_LOCKED` if another backup writes to it
    static BackupRepository openToWrite(Path path, @Nullable Passphrase passphrase, Consumer<String> warnings)
            throws IOException {
        BackupFolder folder = new BackupFolder(path);
        boolean isNew = !folder.isRepository();
        if (isNew && Files.exists(path) && (!Files.isDirectory(path) || !folder.isEmpty())) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "backups must have a folder of their own, a new or an empty one, got: " + path);
        }
        if (isNew) {
            PrivateFiles.createFolder(path);
        }
        ProcessLock lock = folder.lock();
        try {
            if (!folder.isRepository()) {
                return new BackupRepository(
                        folder, passphrase != null, RepositoryHeader.create(path, passphrase), lock);
            }
            RepositoryHeaders headers = RepositoryHeaders.read(path);
            if (!headers.areEncrypted() && passphrase != null) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "the backups in %s are not encrypted; encrypted ones need another folder".formatted(path));
            }
            return new BackupRepository(
                    folder, headers.areEncrypted(), headers.formAndRepair(passphrase, warnings), lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    boolean isEncrypted() {
        return encrypted;
    }

    /// The backups, oldest first.
    List<BackupId> list() throws IOException {
        return folder.backups();
    }

    /// Adds a backup. Files that another backup has are not copied.
    ///
    /// @param check whether the content of these is read and compared
    /// @param clock when it is made, unless there are later ones
    Added add(String gallery, BackupManifest.Content content, List<Source> sources, boolean check, InstantSource clock)
            throws IOException {
        List<StoredFile> files = new ArrayList<>();
        int copiedFiles = 0;
        long copiedBytes = 0;
        for (Source source : sources) {
            StoredFile file;
            try {
                file = stored(source);
            } catch (NoSuchFileException e) {
                if (source.name().startsWith(GalleryFiles.UPLOADS)) {
                    // It was deleted meanwhile.
                    continue;
                }
                throw e;
            }
            files.add(file);
            if (!isThere(file, check)) {
                copy(source, file);
                copiedFiles++;
                copiedBytes += file.bytes();
            }
        }
        // A clock that was set back must not make this backup look older than those before, which may be of other
        // galleries: a restore reads in later ones what was deleted.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant created = list().stream()
                .map(backup -> backup.created().plusMillis(1))
                .filter(next -> next.isAfter(now))
                .reduce(now, (one, other) -> one.isAfter(other) ? one : other);
        BackupManifest manifest = new BackupManifest(BackupManifest.FORMAT, gallery, created, content, files);
        return new Added(write(manifest), manifest, copiedFiles, copiedBytes);
    }

    private static StoredFile stored(Source source) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        try (InputStream in = new DigestInputStream(Channels.newInputStream(RegularFile.open(source.file())), digest)) {
            long bytes = in.transferTo(OutputStream.nullOutputStream());
            return new StoredFile(source.name(), bytes, HexFormat.of().formatHex(digest.digest()));
        }
    }

    private boolean isThere(StoredFile file, boolean check) throws IOException {
        Path object = object(file);
        if (!Files.exists(object) || Files.size(object) != form.storedBytes(file.bytes())) {
            return false;
        }
        return !check || problem(file) == null;
    }

    private void copy(Source source, StoredFile file) throws IOException {
        Path object = object(file);
        folder.prepare(object);
        MessageDigest digest = Sha256.newDigest();
        AtomicFile.write(
                object,
                stream -> {
                    try (InputStream in = new DigestInputStream(
                                    Channels.newInputStream(RegularFile.open(source.file())), digest);
                            OutputStream out = form.writing(new Unclosed(stream), place(object))) {
                        in.transferTo(out);
                    }
                    if (!HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
                        throw new IOException(source.file() + " changed while it was backed up");
                    }
                },
                PrivateFiles.ownerOnly(object));
    }

    private Path object(StoredFile file) {
        return folder.object(HexFormat.of().formatHex(form.name(HexFormat.of().parseHex(file.sha256()))));
    }

    /// What a file is bound to: it cannot take the place of another one.
    private static String place(Path object) {
        return BackupFolder.OBJECTS + "/" + object.getFileName();
    }

    private static String place(BackupId backup) {
        return BackupFolder.BACKUPS + "/" + backup.gallery() + "/" + backup.created();
    }

    private BackupId write(BackupManifest manifest) throws IOException {
        byte[] json = manifest.json();
        BackupId id = BackupId.of(manifest.gallery(), manifest.created(), hash(json));
        Path file = folder.list(id);
        folder.prepare(file);
        AtomicFile.write(
                file,
                stream -> {
                    try (OutputStream out = form.writing(new Unclosed(stream), place(id))) {
                        out.write(json);
                    }
                },
                PrivateFiles.ownerOnly(file));
        return id;
    }

    private String hash(byte[] json) {
        return HexFormat.of().formatHex(form.name(Sha256.of(json))).substring(0, HASH_DIGITS);
    }

    /// What a backup holds.
    ///
    /// @throws LikenessException `BACKUP_INVALID` if its list is missing or damaged
    BackupManifest manifest(BackupId backup) throws IOException {
        Path file = folder.list(backup);
        try (InputStream in = form.reading(Channels.newInputStream(RegularFile.open(file)), place(backup))) {
            byte[] json = in.readNBytes(BackupManifest.MAX_BYTES + 1);
            if (json.length > BackupManifest.MAX_BYTES || !hash(json).equals(backup.hash())) {
                throw BackupFolder.invalid(file, "differs from its name", null);
            }
            BackupManifest manifest = BackupManifest.parse(json);
            if (!manifest.gallery().equals(backup.gallery())
                    || !manifest.created().equals(backup.created())) {
                throw BackupFolder.invalid(file, "is the list of another backup", null);
            }
            return manifest;
        } catch (ZipException e) {
            throw BackupFolder.invalid(file, String.valueOf(e.getMessage()), e);
        } catch (NoSuchFileException e) {
            throw BackupFolder.invalid(file, "is missing", e);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw BackupFolder.invalid(file, "was changed", e);
        }
    }

    /// Reads a file of a backup to its end, and compares it with the list.
    ///
    /// @throws LikenessException `BACKUP_INVALID` if it is missing or differs
    void read(StoredFile file, OutputStream to) throws IOException {
        Path object = object(file);
        MessageDigest digest = Sha256.newDigest();
        long bytes = 0;
        try (InputStream in = form.reading(Channels.newInputStream(RegularFile.open(object)), place(object))) {
            byte[] buffer = new byte[1 << 16];
            int read;
            while ((read = readOrRefuse(in, buffer, object, file)) > 0) {
                bytes += read;
                if (bytes > file.bytes()) {
                    break;
                }
                digest.update(buffer, 0, read);
                to.write(buffer, 0, read);
            }
        } catch (NoSuchFileException e) {
            throw BackupFolder.invalid(object, "is missing, which has %s".formatted(file.name()), e);
        }
        if (bytes != file.bytes() || !HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
            throw BackupFolder.invalid(
                    object, "differs from the list of the backup; it has %s".formatted(file.name()), null);
        }
    }

    private static int readOrRefuse(InputStream in, byte[] buffer, Path object, StoredFile file) throws IOException {
        try {
            return in.read(buffer);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw BackupFolder.invalid(object, "was changed or cannot be read; it has %s".formatted(file.name()), e);
        }
    }

    /// As [#read], and keeps nothing.
    void verify(StoredFile file) throws IOException {
        read(file, OutputStream.nullOutputStream());
    }

    /// The content of a small file, verified.
    byte[] content(StoredFile file) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        read(file, content);
        return content.toByteArray();
    }

    /// Writes the files of a backup to a folder.
    ///
    /// @param needsDeletions whether the record of deletions must be whole; else it is left out if it is not
    /// @throws LikenessException `BACKUP_INVALID` if another one is missing or differs
    void restore(BackupManifest manifest, Path to, boolean needsDeletions) throws IOException {
        for (StoredFile file : manifest.files()) {
            if (needsDeletions || !file.name().equals(GalleryFiles.TOMBSTONES) || problem(file) == null) {
                Path target = GalleryFiles.target(to, file.name());
                Files.createDirectories(Objects.requireNonNull(target.getParent()));
                restore(file, target);
            }
        }
    }

    private void restore(StoredFile file, Path target) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target))) {
            read(file, out);
        } catch (LikenessException e) {
            // All backups share some files. Damage to one of these must not make all of them useless.
            Optional<byte[]> known = GalleryFiles.knownContent(file.name())
                    .filter(content ->
                            HexFormat.of().formatHex(Sha256.of(content)).equals(file.sha256()));
            Files.write(target, known.orElseThrow(() -> e));
        }
    }

    /// What had been deleted when later backups, of any gallery, were made: the content of their logs.
    ///
    /// @throws LikenessException `BACKUP_INVALID` if the list or the log of one of them is damaged
    List<byte[]> logsSince(BackupId backup) throws IOException {
        Set<StoredFile> logs = new LinkedHashSet<>();
        for (BackupId later : list()) {
            if (later.compareTo(backup) > 0) {
                manifest(later).files().stream()
                        .filter(file -> file.name().equals(GalleryFiles.TOMBSTONES))
                        .forEach(logs::add);
            }
        }
        List<byte[]> contents = new ArrayList<>();
        for (StoredFile log : logs) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            read(log, content);
            contents.add(content.toByteArray());
        }
        return contents;
    }

    /// What is wrong with a stored file; null if nothing is.
    @Nullable
    String problem(StoredFile file) throws IOException {
        try {
            verify(file);
            return null;
        } catch (LikenessException e) {
            return e.getMessage();
        }
    }

    /// Refuses files among the backups that no backup made.
    ///
    /// @throws LikenessException `BACKUP_INVALID`
    void requireNoOtherFiles() throws IOException {
        folder.requireNoOtherFiles();
    }

    /// Removes backups, and the files that no other backup needs. If the list of any other backup cannot be
    /// read, nothing is removed.
    ///
    /// @throws LikenessException `BACKUP_INVALID` if a list is damaged
    void remove(Set<BackupId> removed) throws IOException {
        Set<Path> needed = new HashSet<>();
        for (BackupId backup : list()) {
            if (!removed.contains(backup)) {
                manifest(backup).files().forEach(file -> needed.add(object(file)));
            }
        }
        for (BackupId backup : new TreeSet<>(removed)) {
            Files.deleteIfExists(folder.list(backup));
        }
        folder.removeObjectsExcept(needed);
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }
}
