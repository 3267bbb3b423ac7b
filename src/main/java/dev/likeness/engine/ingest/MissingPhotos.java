package dev.likeness.engine.ingest;

import dev.likeness.engine.ingest.walk.Exclusions;
import dev.likeness.engine.ingest.walk.NotSearched;
import dev.likeness.engine.ingest.walk.PhotoWalk;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.support.UndecodablePath;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The photos of a gallery whose files an ingest did not find. Paths that are surely gone can be removed; what
/// could not be looked at is kept.
final class MissingPhotos {
    private final IngestRequest request;
    private final List<String> exclude;
    private final List<Path> roots;
    private final GalleryWriter writer;
    private final PhotoWalk walk;
    private final Map<Path, PhotoId> contents;
    private final MissingPaths paths;
    private final Set<Path> inhabited = new HashSet<>();

    private final Set<Path> vanished = new TreeSet<>();
    private final List<RetainedPhoto> retained = new ArrayList<>();
    private final Map<PhotoId, Map<String, Instant>> left = new HashMap<>();
    private final PruneLimit limit;
    private int ignored;
    private int pruned;
    private int emptiedPeople;

    /// @param exclude patterns of what is left out, relative to each root
    /// @param contents the photo of each file that was read
    MissingPhotos(
            IngestRequest request,
            List<String> exclude,
            GalleryWriter writer,
            PhotoWalk walk,
            Map<Path, PhotoId> contents) {
        this.request = request;
        this.exclude = exclude;
        this.roots = request.roots().stream()
                .map(root -> root.toAbsolutePath().normalize())
                .toList();
        this.writer = writer;
        this.walk = walk;
        this.contents = contents;
        this.limit = new PruneLimit(roots);
        Map<Path, String> failures = new HashMap<>();
        walk.unsearched().forEach(failure -> failures.put(failure.file(), failure.reason()));
        this.paths = new MissingPaths(failures);
        for (Path file : walk.files().keySet()) {
            inhabited.add(file.getParent());
        }
    }

    /// Whether a file below the roots is gone from a folder in which others are: no folder of a disk that is
    /// away.
    boolean isSurelyGone(String stored) {
        Path path = UndecodablePath.of(stored);
        return inhabited.contains(path.getParent()) && isNotFound(path) && paths.isGone(path);
    }

    /// Looks for all recorded paths below the roots.
    ///
    /// @param replaced paths that show other photos now
    /// @param added photos of this run
    void search(Set<Path> replaced, Set<PhotoId> added) {
        try (GallerySnapshot now = writer.snapshot()) {
            PhotoAssertions said = new PhotoAssertions(now);
            now.forEachPhoto(photo -> search(photo, replaced, added, said));
        }
    }

    private void search(StoredPhoto photo, Set<Path> replaced, Set<PhotoId> added, PhotoAssertions said) {
        List<Path> known =
                photo.paths().keySet().stream().map(UndecodablePath::of).toList();
        Set<Path> leftOut = new HashSet<>();
        Set<Path> lost = new HashSet<>();
        for (Path path : known) {
            Optional<Path> root = roots.stream().filter(path::startsWith).findFirst();
            if (root.isPresent() && isNotFound(path)) {
                if (paths.isGoneOrNoted(path)) {
                    vanished.add(path);
                    lost.add(path);
                } else if (Exclusions.leaveOut(exclude, root.get(), path)) {
                    leftOut.add(path);
                }
            } else if (replaced.contains(path) && !photo.id().equals(contents.get(path))) {
                lost.add(path);
            }
        }
        ignored += leftOut.size() == known.size() && !known.isEmpty() ? 1 : 0;
        boolean isRetained = false;
        if (lost.size() == known.size() && known.stream().anyMatch(replaced::contains)) {
            List<String> statements = said.said(photo.id());
            isRetained = !statements.isEmpty();
            if (isRetained) {
                retained.add(new RetainedPhoto(photo.id(), known, statements));
            }
        }
        if (!added.contains(photo.id())) {
            limit.add(known, lost.size() == known.size() && !isRetained);
        }
        if (request.prune() == PruneMode.IGNORED) {
            lost.addAll(leftOut);
        }
        if (!lost.isEmpty() && (!isRetained || request.prune() == PruneMode.ALL)) {
            Map<String, Instant> stay = new TreeMap<>(photo.paths());
            stay.keySet().removeIf(stored -> lost.contains(UndecodablePath.of(stored)));
            left.put(photo.id(), stay);
        }
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

    /// The photos whose files show other ones now and about which users said something.
    List<RetainedPhoto> retained() {
        return retained;
    }

    /// The folders from which all photos are gone.
    List<EmptiedFolder> emptied() {
        return limit.emptied();
    }

    /// How many photos are left out now.
    int ignored() {
        return ignored;
    }

    /// How many photos were removed.
    int pruned() {
        return pruned;
    }

    /// How many people lost their last face.
    int emptiedPeople() {
        return emptiedPeople;
    }

    /// Removes the paths that are surely gone, and the photos that have no other. The caller commits.
    ///
    /// @throws LikenessException `NOT_FOUND` if so many photos are missing or replaced that a disk may be
    ///     away, or another one in its place; then nothing is removed
    void prune() {
        if (request.prune() != PruneMode.ALL) {
            limit.check(request.gallery(), walk::hasFiles);
        }
        removeEmptiedPeople();
        left.forEach((photo, stay) -> {
            if (stay.isEmpty()) {
                writer.remove(photo);
                pruned++;
            } else {
                writer.setPaths(photo, stay);
            }
        });
    }

    /// Removes the people whose faces are all in photos that are removed, except those about whom users said
    /// something.
    private void removeEmptiedPeople() {
        try (GallerySnapshot now = writer.snapshot()) {
            Set<PhotoId> gone = new HashSet<>();
            left.forEach((photo, stay) -> {
                if (stay.isEmpty()) {
                    gone.add(photo);
                }
            });
            Set<PersonId> emptied = new HashSet<>();
            for (PhotoId photo : gone) {
                now.faces(photo).stream()
                        .map(StoredFace::person)
                        .filter(Objects::nonNull)
                        .forEach(emptied::add);
            }
            now.facesOf(Set.copyOf(emptied)).stream()
                    .filter(face -> !gone.contains(face.face().id().photo()))
                    .map(StoredFace::person)
                    .forEach(emptied::remove);
            emptiedPeople = emptied.size();
            emptied.removeAll(now.constrainedPeople());
            emptied.removeIf(
                    person -> now.person(person).filter(Person::hasUserData).isPresent());
            writer.removePeople(emptied);
        }
    }
}
