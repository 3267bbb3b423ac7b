package dev.likeness.engine.ingest;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Remedy;
import dev.likeness.support.UndecodablePath;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// How many photos may be missing at once. A share that is not mounted looks like an empty folder, and a photo
/// that is forgotten takes with it what users said about its faces.
final class PruneLimit {
    /// The largest part of a root's photos that may be missing, as one in so many.
    private static final int ROOT_SHARE = 5;

    /// So few photos may be missing from any root that still has a file.
    private static final int FEW = 2;

    /// A folder of so many photos may not lose them all.
    private static final int FOLDER_PHOTOS = 50;

    private final List<Path> roots;
    private final Map<Path, Count> counts = new HashMap<>();

    /// @param roots absolute, normalised paths
    PruneLimit(List<Path> roots) {
        this.roots = roots;
    }

    /// The photos below a folder, and those of them that are missing.
    private static final class Count {
        private boolean isFolder;
        private int known;
        private int missing;
    }

    /// Counts a photo that was known before the run.
    ///
    /// @param paths where it was
    /// @param missing whether its last paths are gone or show other photos
    void add(Collection<Path> paths, boolean missing) {
        Set<Path> folders = new HashSet<>();
        for (Path path : paths) {
            for (Path root : roots) {
                for (Path above = path; above != null && above.startsWith(root); above = above.getParent()) {
                    folders.add(above);
                }
            }
        }
        Set<Path> files = Set.copyOf(paths);
        folders.forEach(folder -> {
            Count count = counts.computeIfAbsent(folder, _ -> new Count());
            count.isFolder |= !files.contains(folder);
            count.known++;
            count.missing += missing ? 1 : 0;
        });
    }

    /// The folders whose photos are all missing, without those in another one, sorted.
    List<EmptiedFolder> emptied() {
        return counts.entrySet().stream()
                .filter(folder ->
                        isEmptied(folder.getKey()) && !isEmptied(folder.getKey().getParent()))
                .map(folder -> new EmptiedFolder(folder.getKey(), folder.getValue().missing))
                .sorted(Comparator.comparing(EmptiedFolder::folder))
                .toList();
    }

    private boolean isEmptied(@Nullable Path folder) {
        Count count = folder == null ? null : counts.get(folder);
        return count != null && count.isFolder && count.missing == count.known;
    }

    /// @param hasFiles whether a root has any photo left
    /// @throws LikenessException `NOT_FOUND` if too many photos are missing
    void check(String gallery, Predicate<Path> hasFiles) {
        for (Path root : roots) {
            Count count = counts.get(root);
            if (count != null && count.missing > 0 && isTooMuch(count, hasFiles.test(root))) {
                throw refusal(
                        gallery,
                        "at most a fifth of the photos below a path may be missing or replaced by others",
                        root,
                        count);
            }
        }
        counts.entrySet().stream()
                .filter(folder -> folder.getValue().known >= FOLDER_PHOTOS
                        && folder.getValue().missing == folder.getValue().known)
                .min(Map.Entry.comparingByKey())
                .ifPresent(folder -> {
                    throw refusal(
                            gallery,
                            "a folder of %d or more photos must not lose them all".formatted(FOLDER_PHOTOS),
                            folder.getKey(),
                            folder.getValue());
                });
    }

    private static boolean isTooMuch(Count count, boolean hasFiles) {
        return !hasFiles || (count.missing > FEW && (long) count.missing * ROOT_SHARE > count.known);
    }

    /// The refusal of a root that does not exist.
    static LikenessException absent(String gallery, List<Path> roots, Path root) {
        return new LikenessException(
                ErrorCode.NOT_FOUND,
                "to remove missing photos, a path to ingest must exist, got: " + UndecodablePath.text(root)
                        + "; nothing was removed. Is the right disk mounted?",
                ErrorFacts.ofRemedies(new Remedy.PruneAll(gallery, roots)));
    }

    private LikenessException refusal(String gallery, String rule, Path folder, Count count) {
        return new LikenessException(
                ErrorCode.NOT_FOUND,
                String.format(
                        Locale.ROOT,
                        "to remove missing photos, %s, got: %,d of %,d below %s; nothing was removed. Is the right disk mounted?",
                        rule,
                        count.missing,
                        count.known,
                        UndecodablePath.text(folder)),
                ErrorFacts.ofRemedies(new Remedy.PruneAll(gallery, roots)));
    }
}
