package dev.likeness.engine.backup;

import dev.likeness.engine.backup.BackupManifest.StoredFile;
import dev.likeness.engine.backup.GalleryFiles.Source;
import dev.likeness.face.Sha256;
import dev.likeness.support.PrivateFiles;
import dev.likeness.support.RegularFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
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
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// A backup as one ZIP file, which a browser can download. The files of an index contain vectors and
/// pictures, which do not compress, so the lowest effort is used. The entry `manifest.json` lists all files
/// with their hashes.
final class BackupArchive {
    private static final int MAX_FILES = 1_000_000;
    /// Maximum expansion of a backup. An index does not compress well; a greater ratio indicates a malicious
    /// file.
    private static final long MAX_EXPANSION = 20;

    private BackupArchive() {}

    /// Writes a new file.
    static BackupManifest write(String gallery, BackupManifest.Content content, List<Source> sources, Path zip)
            throws IOException {
        List<StoredFile> stored = new ArrayList<>();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(
                        Files.createFile(zip, PrivateFiles.ownerOnly(zip)), StandardOpenOption.WRITE));
                ZipOutputStream packed = new ZipOutputStream(out)) {
            packed.setLevel(Deflater.BEST_SPEED);
            for (Source source : sources) {
                packed.putNextEntry(new ZipEntry(source.name()));
                MessageDigest digest = Sha256.newDigest();
                try (InputStream in = Channels.newInputStream(RegularFile.open(source.file()))) {
                    long bytes = in.transferTo(new DigestOutputStream(packed, digest));
                    stored.add(
                            new StoredFile(source.name(), bytes, HexFormat.of().formatHex(digest.digest())));
                }
                packed.closeEntry();
            }
            BackupManifest manifest = new BackupManifest(
                    BackupManifest.FORMAT, gallery, Instant.now().truncatedTo(ChronoUnit.MILLIS), content, stored);
            packed.putNextEntry(new ZipEntry(BackupManifest.NAME));
            packed.write(manifest.json());
            packed.closeEntry();
            return manifest;
        }
    }

    /// Unpacks a file, and compares everything with the manifest.
    ///
    /// @throws ZipException if it is not a whole backup
    static BackupManifest unpack(Path backup, Path to) throws IOException {
        // A pipe would be waited for.
        RegularFile.open(backup).close();
        try (ZipFile zip = new ZipFile(backup.toFile())) {
            return unpack(zip, to, MAX_EXPANSION * Math.max(Files.size(backup), 1 << 16));
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
            if (file == null) {
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
        Path target = GalleryFiles.target(to, file.name());
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        try (InputStream in = zip.getInputStream(zip.getEntry(file.name()));
                OutputStream out = new DigestOutputStream(Files.newOutputStream(target), digest)) {
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
}
