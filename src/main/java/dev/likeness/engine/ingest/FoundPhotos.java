package dev.likeness.engine.ingest;

import dev.likeness.engine.contents.PhotoRenewal;
import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.face.PhotoId;
import dev.likeness.index.Gallery;
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
        ConcurrentMap<String, FoundFile> seen = files.putIfAbsent(
                photo, new ConcurrentHashMap<>(Map.of(file.path().toString(), file)));
        if (seen != null) {
            seen.put(file.path().toString(), file);
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
    /// @return how many photos are turned
    int write(Gallery gallery, GalleryWriter writer, BiFunction<PhotoId, FoundFile, Optional<AnalysedPhoto>> analysis) {
        int[] turned = {0};
        try (GallerySnapshot now = gallery.snapshot()) {
            files.forEach((id, read) -> now.photo(id)
                    .filter(photo -> photo.id().equals(id))
                    .ifPresent(photo -> turned[0] += write(writer, photo, read, analysis) ? 1 : 0));
        }
        return turned[0];
    }

    /// Whether the photo is turned.
    private static boolean write(
            GalleryWriter writer,
            StoredPhoto photo,
            Map<String, FoundFile> read,
            BiFunction<PhotoId, FoundFile, Optional<AnalysedPhoto>> analysis) {
        StoredPhoto named = photo;
        for (FoundFile file : read.values()) {
            named = named.withFile(file.path().toString(), file.changed(), file.file());
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
