package dev.likeness.engine.ingest;

import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.StoredPhoto;
import dev.likeness.support.UndecodablePath;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The photos of a gallery whose files an ingest did not find. Paths that are surely gone can be removed; what
/// could not be looked at is kept.
final class MissingPhotos {
    private final IngestRequest request;
    private final List<Path> roots;
    private final Gallery gallery;
    private final GalleryWriter writer;
    private final PhotoWalk walk;
    private final Map<Path, PhotoId> contents;
    private final MissingPaths paths;
    private final Set<Path> inhabited = new HashSet<>();

    /// Files whose names are not in the system's encoding, by the texts that the gallery has of them.
    private final Map<String, Path> undecodable = new HashMap<>();

    private final Set<Path> vanished = new TreeSet<>();
    private int pruned;

    /// @param contents the photo of each file that was read
    MissingPhotos(
            IngestRequest request, Gallery gallery, GalleryWriter writer, PhotoWalk walk, Map<Path, PhotoId> contents) {
        this.request = request;
        this.roots = request.roots().stream()
                .map(root -> root.toAbsolutePath().normalize())
                .toList();
        this.gallery = gallery;
        this.writer = writer;
        this.walk = walk;
        this.contents = contents;
        Map<Path, String> failures = new HashMap<>();
        walk.unreadable().forEach(failure -> failures.put(failure.file(), failure.reason()));
        this.paths = new MissingPaths(failures);
        for (Path file : walk.files().keySet()) {
            inhabited.add(file.getParent());
            if (UndecodablePath.isPossible(file.toString())) {
                undecodable.put(file.toString(), file);
            }
        }
    }

    /// Whether a file below the roots is gone from a folder in which others are: no folder of a disk that is
    /// away.
    boolean isSurelyGone(String stored) {
        Path path = path(stored);
        return inhabited.contains(path.getParent()) && isNotFound(path) && paths.isGone(path);
    }

    /// Looks for all recorded paths below the roots.
    void search() {
        try (GallerySnapshot now = gallery.snapshot()) {
            now.forEachPhoto(photo -> photo.paths().keySet().forEach(stored -> {
                Path path = path(stored);
                if (roots.stream().anyMatch(path::startsWith) && isNotFound(path) && paths.isGoneOrNoted(path)) {
                    vanished.add(path);
                }
            }));
        }
    }

    private Path path(String stored) {
        Path found = undecodable.get(stored);
        return found == null ? Path.of(stored) : found;
    }

    private boolean isNotFound(Path path) {
        return !contents.containsKey(path) && !walk.files().containsKey(path);
    }

    List<Path> vanished() {
        return List.copyOf(vanished);
    }

    List<NotSearched> notSearched() {
        return List.copyOf(paths.notSearched().values());
    }

    /// How many photos were removed.
    int pruned() {
        return pruned;
    }

    /// Removes the paths that are surely gone, and the photos that have no other. The caller commits.
    ///
    /// @param replaced paths that show other photos now
    /// @param added photos of this run
    /// @throws LikenessException `NOT_FOUND` if so many photos are missing or replaced that a disk may be
    ///     away, or another one in its place; then nothing is removed
    void prune(Set<Path> replaced, Set<PhotoId> added) {
        Set<Path> lost = new HashSet<>(vanished);
        lost.addAll(replaced);
        PruneLimit limit = new PruneLimit(roots);
        Map<PhotoId, Map<String, Instant>> left = new HashMap<>();
        try (GallerySnapshot now = gallery.snapshot()) {
            now.forEachPhoto(photo -> {
                Map<String, Instant> paths = left(photo, lost);
                if (paths.size() < photo.paths().size()) {
                    left.put(photo.id(), paths);
                }
                if (!added.contains(photo.id())) {
                    List<Path> before =
                            photo.paths().keySet().stream().map(this::path).toList();
                    limit.add(before, paths.isEmpty());
                }
            });
        }
        if (request.prune() != PruneMode.ALL) {
            limit.check(request.gallery(), walk::hasFiles);
        }
        left.forEach((photo, paths) -> {
            if (paths.isEmpty()) {
                writer.remove(photo);
                pruned++;
            } else {
                writer.setPaths(photo, paths);
            }
        });
    }

    private Map<String, Instant> left(StoredPhoto photo, Set<Path> lost) {
        Map<String, Instant> left = new TreeMap<>(photo.paths());
        left.keySet().removeIf(stored -> {
            Path path = path(stored);
            return lost.contains(path) && !photo.id().equals(contents.get(path));
        });
        return left;
    }
}
