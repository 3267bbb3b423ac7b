package dev.likeness.engine.backup;

import dev.likeness.engine.contents.GalleryPurge;
import dev.likeness.engine.contents.UploadedFiles;
import dev.likeness.face.PhotoId;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.lucene.GalleryDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The files of a backup before they become a gallery. What must not come back is removed here, so that no
/// gallery ever shows it.
///
/// @param folder a gallery in a folder of its own
record RestoredFiles(Path folder, IndexOptions options) {
    private static final Pattern UPLOAD = Pattern.compile(".*[/\\\\]uploads[/\\\\]([0-9a-f]{64})[/\\\\]([^/\\\\]+)");

    /// Deletes again what was deleted since the backup, also from the files.
    ErasedAgain erase(ErasureReplay replay) {
        return with(gallery -> {
            ErasedAgain erased = replay.run(gallery);
            if (erased.anything()) {
                new GalleryPurge(gallery, List.of(), new UploadedFiles(folder)).run();
            }
            return erased;
        });
    }

    /// Makes the paths of uploaded photos those below the gallery's new folder.
    void moveUploads(Path target) {
        if (!Files.isDirectory(folder.resolve(GalleryFiles.UPLOADS))) {
            return;
        }
        with(gallery -> {
            Map<PhotoId, Map<String, Instant>> moved = new HashMap<>();
            try (GallerySnapshot snapshot = gallery.snapshot()) {
                snapshot.forEachPhoto(photo -> {
                    Map<String, Instant> paths = new TreeMap<>();
                    photo.paths().forEach((path, changed) -> paths.put(moved(path, target), changed));
                    if (!paths.equals(photo.paths())) {
                        moved.put(photo.id(), paths);
                    }
                });
            }
            if (!moved.isEmpty()) {
                try (GalleryWriter writer = gallery.writer(gallery.embedder())) {
                    moved.forEach(writer::setPaths);
                    writer.commit();
                }
            }
            return moved.size();
        });
    }

    private String moved(String path, Path target) {
        Matcher upload = UPLOAD.matcher(path);
        if (!upload.matches()) {
            return path;
        }
        String name = "%s/%s/%s".formatted(GalleryFiles.UPLOADS, upload.group(1), upload.group(2));
        return Files.isRegularFile(folder.resolve(name))
                ? target.toAbsolutePath().normalize().resolve(name).toString()
                : path;
    }

    private <T> T with(Function<Gallery, T> work) {
        Path parent = Objects.requireNonNull(folder.getParent());
        try (GalleryDirectory directory = GalleryDirectory.of(options.in(parent))) {
            return work.apply(directory.open(String.valueOf(folder.getFileName())));
        }
    }
}
