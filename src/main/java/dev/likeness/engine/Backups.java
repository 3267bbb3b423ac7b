package dev.likeness.engine;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.index.lucene.GalleryDirectory;
import dev.likeness.support.RegularFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Writes a gallery to one ZIP file and restores it. The files of an index contain vectors and pictures,
/// which do not compress, so the lowest effort is used.
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
            try (Stream<Path> files = Files.walk(copy);
                    OutputStream out = new BufferedOutputStream(Files.newOutputStream(zip));
                    ZipOutputStream packed = new ZipOutputStream(out)) {
                packed.setLevel(Deflater.BEST_SPEED);
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    packed.putNextEntry(
                            new ZipEntry(copy.relativize(file).toString().replace('\\', '/')));
                    Files.copy(file, packed);
                    packed.closeEntry();
                }
            }
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

    void read(String gallery, Path backup) {
        Path folder = galleries.scratch();
        try {
            Path copy = folder.resolve("gallery");
            Files.createDirectories(copy.resolve("generation-1"));
            // A pipe would be waited for.
            RegularFile.open(backup).close();
            try (ZipFile zip = new ZipFile(backup.toFile())) {
                unpack(zip, copy, MAX_EXPANSION * Math.max(Files.size(backup), 1 << 16));
            }
            galleries.adopt(gallery, copy);
        } catch (ZipException e) {
            throw new LikenessException(ErrorCode.GALLERY_CORRUPT, "a backup must be a ZIP file", e);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot read a backup of gallery " + gallery, e);
        } finally {
            delete(folder);
        }
    }

    private static void unpack(ZipFile zip, Path to, long max) throws IOException {
        if (zip.size() > MAX_FILES) {
            throw new ZipException("too many files");
        }
        long left = max;
        Enumeration<? extends ZipEntry> entries = zip.entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            if (!NAME.matcher(entry.getName()).matches()) {
                throw new ZipException("not a file of a gallery");
            }
            try (InputStream in = zip.getInputStream(entry);
                    OutputStream out = Files.newOutputStream(to.resolve(entry.getName()))) {
                byte[] buffer = new byte[1 << 16];
                int read;
                while ((read = in.read(buffer)) > 0) {
                    left -= read;
                    if (left < 0) {
                        throw new ZipException("unpacks to more than a gallery could");
                    }
                    out.write(buffer, 0, read);
                }
            }
        }
    }

    private static void delete(Path path) {
        try (Stream<Path> files = Files.exists(path) ? Files.walk(path) : Stream.of()) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException _) {
            // The failure only costs disk space.
        }
    }
}
