package dev.likeness.engine.backup;

import dev.likeness.support.AtomicFile;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The files of a gallery that a backup holds, by their names in it.
final class GalleryFiles {
    /// What was deleted from the galleries before the backup.
    static final String TOMBSTONES = "tombstones.jsonl";

    static final String UPLOADS = "uploads";

    private static final String CURRENT = "CURRENT";

    private static final Pattern UPLOAD = Pattern.compile(UPLOADS + "/[0-9a-f]{64}/([^/\\x00]{1,255})");

    /// No name leads outside the target folder.
    private static final Pattern NAME = Pattern.compile(CURRENT + "|calibration\\.json|tags\\.json|"
            + Pattern.quote(TOMBSTONES) + "|generation-1/[A-Za-z0-9_][A-Za-z0-9_.]{0,99}");

    private GalleryFiles() {}

    /// A file to back up.
    record Source(String name, Path file) {}

    /// Whether a backup may hold a file of this name.
    static boolean isName(String name) {
        if (NAME.matcher(name).matches()) {
            return true;
        }
        Matcher upload = UPLOAD.matcher(name);
        return upload.matches()
                && !upload.group(1).equals(".")
                && !upload.group(1).equals("..");
    }

    /// The content that a file has in every backup; empty if it differs.
    static Optional<byte[]> knownContent(String name) {
        return name.equals(CURRENT)
                ? Optional.of("generation-1\n".getBytes(StandardCharsets.US_ASCII))
                : Optional.empty();
    }

    /// Where a file belongs when a gallery is restored.
    ///
    /// @throws IOException if it would lie outside the folder
    static Path target(Path folder, String name) throws IOException {
        Path root = folder.normalize();
        Path file = root.resolve(name).normalize();
        if (!isName(name) || !file.startsWith(root)) {
            throw new IOException("no file of a gallery: " + name);
        }
        return file;
    }

    /// The files of a copy of the index and the uploaded photos, by name. An upload that is deleted
    /// meanwhile is passed over.
    ///
    /// @param copy with the index
    /// @param gallery the gallery's folder, with the uploads
    static List<Source> of(Path copy, Path gallery) throws IOException {
        List<Source> sources = new ArrayList<>();
        for (Path file : walk(copy)) {
            add(sources, copy, file);
        }
        for (Path file : walk(gallery.resolve(UPLOADS))) {
            add(sources, gallery, file);
        }
        sources.sort(Comparator.comparing(Source::name));
        return sources;
    }

    private static void add(List<Source> sources, Path root, Path file) {
        String name = root.relativize(file).toString().replace(File.separatorChar, '/');
        if (isName(name)) {
            sources.add(new Source(name, file));
        }
    }

    private static List<Path> walk(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !AtomicFile.isUnfinished(file))
                    .toList();
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                // A purge removed a folder; what is left is listed.
                return walk(root);
            }
            throw e.getCause();
        }
    }
}
