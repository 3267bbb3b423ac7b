package dev.likeness.engine.ingest;

import dev.likeness.engine.contents.PhotoRenewal;
import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.face.PhotoId;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.PhotoMetadata;
import dev.likeness.index.StoredFile;
import dev.likeness.index.StoredPhoto;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;

/// The photos that a run has read files of, and these files. Safe for use by several threads.
final class FoundPhotos {
    private final ConcurrentMap<PhotoId, ConcurrentMap<String, FoundFile>> files = new ConcurrentHashMap<>();

    /// Adds a file; true for the first file of a photo.
    boolean add(PhotoId photo, FoundFile file) {
        ConcurrentMap<String, FoundFile> seen =
                files.putIfAbsent(photo, new ConcurrentHashMap<>(Map.of(file.text(), file)));
        if (seen != null) {
            seen.put(file.text(), file);
        }
        return seen == null;
    }

    /// The paths of a photo, with their modification times.
    Map<String, Instant> paths(PhotoId photo) {
        Map<String, Instant> paths = new HashMap<>();
        files.getOrDefault(photo, new ConcurrentHashMap<>()).forEach((path, file) -> paths.put(path, file.changed()));
        return paths;
    }

    /// The file at each path of a photo.
    Map<String, StoredFile> files(PhotoId photo) {
        Map<String, StoredFile> stored = new HashMap<>();
        files.getOrDefault(photo, new ConcurrentHashMap<>()).forEach((path, file) -> stored.put(path, file.file()));
        return stored;
    }

    /// Stores the files and the metadata of photos that the gallery has. The caller commits.
    ///
    /// @param analysis finds the faces of a photo whose picture is turned; empty if its file cannot be read
    /// @return which photos are turned, and which are not and have a file that has changed
    Written write(GalleryWriter writer, BiFunction<PhotoId, FoundFile, Optional<AnalysedPhoto>> analysis) {
        int[] turned = {0};
        int[] renewed = {0};
        try (GallerySnapshot now = writer.snapshot()) {
            files.forEach((id, read) -> now.photo(id)
                    .filter(photo -> photo.id().equals(id))
                    .ifPresent(photo -> {
                        boolean isTurned = write(writer, photo, read, analysis);
                        turned[0] += isTurned ? 1 : 0;
                        renewed[0] += !isTurned && isChanged(photo, read) ? 1 : 0;
                    }));
        }
        return new Written(turned[0], renewed[0]);
    }

    /// What became of known photos.
    ///
    /// @param turned photos whose orientation is stated otherwise
    /// @param renewed other photos whose files have changed
    record Written(int turned, int renewed) {}

    /// Whether a file of a photo has other bytes than before.
    private static boolean isChanged(StoredPhoto photo, Map<String, FoundFile> read) {
        return read.values().stream().anyMatch(file -> {
            StoredFile before = photo.files().get(file.text());
            return before != null && !before.id().equals(file.file().id());
        });
    }

    /// Whether the photo is turned.
    private static boolean write(
            GalleryWriter writer,
            StoredPhoto photo,
            Map<String, FoundFile> read,
            BiFunction<PhotoId, FoundFile, Optional<AnalysedPhoto>> analysis) {
        StoredPhoto named = photo;
        for (FoundFile file : read.values()) {
            named = named.withFile(file.text(), file.changed(), file.file());
        }
        Optional<FoundFile> leading = FoundFile.leading(photo, named, read);
        PhotoMetadata metadata = leading.map(FoundFile::metadata).orElse(null);
        if (leading.isEmpty() || metadata == null) {
            if (!named.equals(photo)) {
                writer.update(named);
            }
            return false;
        }
        FoundFile file = leading.get();
        PhotoRenewal renewal =
                PhotoRenewal.of(photo, named, metadata, file.file().bytes());
        renewal.write(writer, () -> analysis.apply(photo.id(), file), true);
        return renewal.isTurned();
    }
}
