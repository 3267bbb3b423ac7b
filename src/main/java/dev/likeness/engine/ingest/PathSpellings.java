package dev.likeness.engine.ingest;

import dev.likeness.face.PhotoId;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.StoredFile;
import dev.likeness.index.StoredPhoto;
import dev.likeness.support.UndecodablePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Known paths that a search found in another spelling. macOS and some servers write an accent of a name as a
/// character of its own (NFD), others do not (NFC). Galleries once had names that are no UTF-8 with U+FFFD. A
/// path is the same in another spelling if there is no file with the one that is known, or if both lead to one
/// file.
final class PathSpellings {
    /// The spelling that was found, by the one that is known.
    private final Map<String, String> found = new HashMap<>();

    /// The spelling that is known, by the one that was found.
    private final Map<String, String> known = new HashMap<>();

    private final Set<PhotoId> photos = new HashSet<>();

    private PathSpellings() {}

    /// No path has another spelling.
    static PathSpellings none() {
        return new PathSpellings();
    }

    /// Compares the paths of a gallery with the files of a search.
    static PathSpellings of(GallerySnapshot before, Collection<Path> files) {
        Map<String, Path> unusual = new HashMap<>();
        Set<String> texts = new HashSet<>();
        for (Path file : files) {
            String plain = file.toString();
            if (!isAscii(plain)) {
                String text = UndecodablePath.text(file);
                texts.add(text);
                unusual.put(composed(plain), file);
                unusual.put(composed(text), file);
            }
        }
        PathSpellings spellings = new PathSpellings();
        if (!unusual.isEmpty()) {
            before.forEachPhoto(photo -> photo.paths().keySet().forEach(stored -> {
                Path file = isAscii(stored) || texts.contains(stored) ? null : unusual.get(composed(stored));
                if (file != null && isSame(stored, file)) {
                    spellings.add(photo.id(), stored, UndecodablePath.text(file));
                }
            }));
        }
        return spellings;
    }

    private void add(PhotoId photo, String stored, String text) {
        found.put(stored, text);
        known.put(text, stored);
        photos.add(photo);
    }

    /// The known spelling of a path that was found.
    String known(String text) {
        return known.getOrDefault(text, text);
    }

    /// Gives the photos of a gallery the spellings that were found. The caller commits.
    void write(GalleryWriter writer) {
        if (photos.isEmpty()) {
            return;
        }
        try (GallerySnapshot now = writer.snapshot()) {
            photos.forEach(id -> now.photo(id).ifPresent(photo -> writer.update(respelled(photo))));
        }
    }

    private StoredPhoto respelled(StoredPhoto photo) {
        Map<String, Instant> paths = new TreeMap<>();
        Map<String, StoredFile> files = new TreeMap<>();
        photo.paths().forEach((stored, changed) -> {
            String text = found.getOrDefault(stored, stored);
            paths.put(text, changed);
            StoredFile file = photo.files().get(stored);
            if (file != null) {
                files.put(text, file);
            }
        });
        StoredPhoto respelled = photo.withPaths(paths);
        for (Map.Entry<String, StoredFile> file : files.entrySet()) {
            Instant changed = paths.getOrDefault(file.getKey(), Instant.EPOCH);
            respelled = respelled.withFile(file.getKey(), changed, file.getValue());
        }
        return respelled;
    }

    private static boolean isSame(String stored, Path file) {
        Path path = Path.of(stored);
        try {
            return !Files.exists(path) || Files.isSameFile(path, file);
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(character -> character < 0x80);
    }

    private static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }
}
