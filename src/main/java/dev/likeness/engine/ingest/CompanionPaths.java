package dev.likeness.engine.ingest;

import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFile;
import dev.likeness.support.UndecodablePath;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The paths of the companions of each file of a run, sorted.
final class CompanionPaths {
    private final Map<Path, List<String>> found = new HashMap<>();
    private final Set<Path> roots;
    private final GallerySnapshot before;

    /// @param companions companions that a search has found, each with its photo's file
    /// @param roots the roots of the search
    CompanionPaths(Map<Path, Path> companions, List<Path> roots, GallerySnapshot before) {
        companions.forEach((file, photo) -> found.merge(
                photo,
                List.of(UndecodablePath.text(file)),
                (some, more) ->
                        Stream.concat(some.stream(), more.stream()).sorted().toList()));
        this.roots =
                roots.stream().map(root -> root.toAbsolutePath().normalize()).collect(Collectors.toUnmodifiableSet());
        this.before = before;
    }

    /// The companions of a file. If it is a root itself, its folder may not have been searched, and the
    /// companions that the gallery knows stay.
    List<String> of(Path file) {
        List<String> here = found.getOrDefault(file, List.of());
        if (!here.isEmpty() || !roots.contains(file)) {
            return here;
        }
        String path = UndecodablePath.text(file);
        return before.photosAt(path).stream()
                .flatMap(photo -> Optional.ofNullable(photo.files().get(path)).stream())
                .map(StoredFile::companions)
                .findFirst()
                .orElse(List.of());
    }
}
