package dev.likeness.engine;

import dev.likeness.engine.BackupManifest.StoredFile;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Sha256;
import dev.likeness.index.CopyContent;
import dev.likeness.index.lucene.GalleryDirectory;
import dev.likeness.support.FileTrees;
import dev.likeness.support.PrivateFiles;
import dev.likeness.support.RegularFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Writes a gallery to one ZIP file, verifies it and restores it. The files of an index contain vectors and
/// pictures, which do not compress, so the lowest effort is used. The entry `manifest.json` lists all files
/// with their hashes.
final class Backups {
    /// File names that a backup may contain; no name leads outside the target folder.
    private static final Pattern NAME =
            Pattern.compile("CURRENT|calibration\\.json|generation-1/[A-Za-z0-9_][A-Za-z0-9_.]{0,99}");

    private static final int MAX_FILES = 100_000;
    /// Maximum expansion of a backup. An index does not compress well; a greater ratio indicates a malicious
    /// file.
    private static final long MAX_EXPANSION = 20;

    private final GalleryDirectory galleries;

    Backups(GalleryDirectory galleries) {
        this.galleries = galleries;
    }

    Path write(String gallery) {
        Path folder = galleries.scratch();
        Path zip = folder.resolveSibling(folder.getFileName() + ".zip");
        try {
            Path copy = folder.resolve("gallery");
            galleries.copy(gallery, copy);
            pack(gallery, copy, zip);
            return zip;
        } catch (IOException e) {
            delete(zip);
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot write a backup of gallery " + gallery, e);
        } catch (RuntimeException e) {
            delete(zip);
            throw e;
        } finally {
            delete(folder);
        }
    }

    private static void pack(String gallery, Path copy, Path zip) throws IOException {
        List<StoredFile> stored = new ArrayList<>();
        try (Stream<Path> files = Files.walk(copy);
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(
                        Files.createFile(zip, PrivateFiles.ownerOnly(zip)), StandardOpenOption.WRITE));
                ZipOutputStream packed = new ZipOutputStream(out)) {
            packed.setLevel(Deflater.BEST_SPEED);
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = copy.relativize(file).toString().replace('\\', '/');
                packed.putNextEntry(new ZipEntry(name));
                MessageDigest digest = Sha256.newDigest();
                long bytes = Files.copy(file, new DigestOutputStream(packed, digest));
                packed.closeEntry();
                stored.add(new StoredFile(name, bytes, HexFormat.of().formatHex(digest.digest())));
            }
            packed.putNextEntry(new ZipEntry(BackupManifest.NAME));
            packed.write(new BackupManifest(
                            BackupManifest.FORMAT, gallery, Instant.now().truncatedTo(ChronoUnit.SECONDS), stored)
                    .json());
            packed.closeEntry();
        }
    }

    void read(String gallery, Path backup) {
        unpacked(backup, unpacked -> {
            galleries.adopt(gallery, unpacked.folder());
            return gallery;
        });
    }

    /// Reads a whole backup and compares it with its manifest and with the checksums of the index.
    BackupDetails verify(Path backup) {
        return unpacked(backup, unpacked -> {
            List<StoredFile> files = unpacked.manifest().files();
            CopyContent content = galleries.verifyCopy(unpacked.folder());
            return new BackupDetails(
                    unpacked.manifest().gallery(),
                    unpacked.manifest().created(),
                    files.size(),
                    files.stream().mapToLong(StoredFile::bytes).sum(),
                    content.statistics().photos(),
                    content.statistics().faces(),
                    content.statistics().people(),
                    content.embedder().id());
        });
    }

    private record Unpacked(Path folder, BackupManifest manifest) {}

    private <T> T unpacked(Path backup, Function<Unpacked, T> use) {
        Path folder = galleries.scratch();
        try {
            Path copy = folder.resolve("gallery");
            Files.createDirectories(copy.resolve("generation-1"));
            // A pipe would be waited for.
            RegularFile.open(backup).close();
            BackupManifest manifest;
            try (ZipFile zip = new ZipFile(backup.toFile())) {
                manifest = unpack(zip, copy, MAX_EXPANSION * Math.max(Files.size(backup), 1 << 16));
            }
            return use.apply(new Unpacked(copy, manifest));
        } catch (ZipException e) {
            throw new LikenessException(
                    ErrorCode.BACKUP_INVALID, "a backup must be a whole ZIP file of a gallery: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED, "cannot read the backup %s: %s".formatted(backup, RegularFile.reason(e)), e);
        } finally {
            delete(folder);
        }
    }

    private static BackupManifest unpack(ZipFile zip, Path to, long max) throws IOException {
        if (zip.size() > MAX_FILES) {
            throw new ZipException("it has too many files");
        }
        BackupManifest manifest = manifest(zip);
        Map<String, StoredFile> listed = new HashMap<>();
        manifest.files().forEach(file -> listed.put(file.name(), file));
        Set<String> missing = new TreeSet<>(listed.keySet());
        long left = max;
        Enumeration<? extends ZipEntry> entries = zip.entries();
        while (entries.hasMoreElements()) {
            String name = entries.nextElement().getName();
            if (name.equals(BackupManifest.NAME)) {
                continue;
            }
            StoredFile file = listed.get(name);
            if (file == null || !NAME.matcher(name).matches()) {
                throw new ZipException("an entry is no file of a gallery or not in the manifest");
            }
            if (!missing.remove(name)) {
                throw new ZipException(name + " is there twice");
            }
            left = unpack(zip, file, to, left);
        }
        if (!missing.isEmpty()) {
            throw new ZipException(missing.stream().limit(10).collect(Collectors.joining(", ")) + " are missing");
        }
        return manifest;
    }

    private static BackupManifest manifest(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(BackupManifest.NAME);
        if (entry == null) {
            throw new ZipException(BackupManifest.NAME + " is missing");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] json = in.readNBytes(BackupManifest.MAX_BYTES + 1);
            if (json.length > BackupManifest.MAX_BYTES) {
                throw new ZipException(BackupManifest.NAME + " is too long");
            }
            return BackupManifest.parse(json);
        }
    }

    /// Unpacks one file.
    ///
    /// @param max the most bytes it may have
    /// @return how many of them are left
    private static long unpack(ZipFile zip, StoredFile file, Path to, long max) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        long left = max;
        try (InputStream in = zip.getInputStream(zip.getEntry(file.name()));
                OutputStream out = new DigestOutputStream(Files.newOutputStream(to.resolve(file.name())), digest)) {
            byte[] buffer = new byte[1 << 16];
            int read;
            while ((read = in.read(buffer)) > 0) {
                left -= read;
                if (left < 0) {
                    throw new ZipException("it unpacks to more than a gallery could");
                }
                out.write(buffer, 0, read);
            }
        }
        if (max - left != file.bytes()
                || !HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
            throw new ZipException(file.name() + " differs from the manifest");
        }
        return left;
    }

    private static void delete(Path path) {
        try {
            FileTrees.delete(path);
        } catch (IOException _) {
            // The failure only costs disk space.
        }
    }
}
