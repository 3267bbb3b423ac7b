package dev.likeness.engine.ingest;

import dev.likeness.index.PhotoMetadata;
import dev.likeness.index.StoredFile;
import dev.likeness.index.StoredPhoto;
import dev.likeness.support.UndecodablePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A file that a run has read.
///
/// @param changed its modification time
/// @param metadata what it states about its picture; null if that was not read
record FoundFile(
        Path path,
        Instant changed,
        StoredFile file,
        @Nullable PhotoMetadata metadata) {
    /// The same file with what it states about its picture.
    FoundFile stating(@Nullable PhotoMetadata stated) {
        return new FoundFile(path, changed, file, stated);
    }

    /// Its path as the gallery has it.
    String text() {
        return UndecodablePath.text(path);
    }

    /// A path of a photo.
    ///
    /// @param isChanged whether it had other bytes before
    private record Candidate(String path, boolean isChanged, Instant changed) {
        static final Comparator<Candidate> ORDER = Comparator.comparing(Candidate::isChanged)
                .thenComparing(Candidate::changed)
                .thenComparing(Candidate::path, Comparator.reverseOrder());
    }

    /// The file whose metadata count for a photo: one that has changed in its place, else the newest of those
    /// that are there. Empty if that is none of the files that were read.
    ///
    /// @param stored the photo as it is stored
    /// @param named the photo with the files that were read
    static Optional<FoundFile> leading(StoredPhoto stored, StoredPhoto named, Map<String, FoundFile> read) {
        List<Candidate> candidates = new ArrayList<>();
        named.paths().forEach((path, changed) -> {
            FoundFile file = read.get(path);
            if (file == null ? exists(path) : file.metadata() != null) {
                candidates.add(new Candidate(path, isChanged(stored, file, path), changed));
            }
        });
        return candidates.stream()
                .max(Candidate.ORDER)
                .flatMap(candidate -> Optional.ofNullable(read.get(candidate.path())));
    }

    private static boolean isChanged(StoredPhoto stored, @Nullable FoundFile read, String path) {
        StoredFile before = stored.files().get(path);
        return read != null && before != null && !before.id().equals(read.file().id());
    }

    private static boolean exists(String path) {
        Path file = UndecodablePath.of(path);
        return !file.isAbsolute() || Files.exists(file);
    }
}
