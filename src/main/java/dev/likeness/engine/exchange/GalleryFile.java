package dev.likeness.engine.exchange;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.index.PhotoReader;
import dev.likeness.index.StoredPhoto;
import dev.likeness.support.UndecodablePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A photo of a gallery and its file.
///
/// @param path a path at which a file exists; null if there is none
record GalleryFile(StoredPhoto photo, @Nullable Path path) {

    /// The photos with a path below one of the roots, each once, by path. All photos if there are no roots.
    ///
    /// @throws LikenessException `NOT_FOUND` if no photo is below a root
    static List<GalleryFile> below(PhotoReader snapshot, List<Path> roots) {
        List<GalleryFile> files = new ArrayList<>();
        List<Path> absolute =
                roots.stream().map(root -> root.toAbsolutePath().normalize()).toList();
        snapshot.forEachPhoto(photo -> {
            List<Path> paths = paths(photo, absolute).toList();
            if (!paths.isEmpty()) {
                Path there =
                        paths.stream().filter(Files::isRegularFile).findFirst().orElse(null);
                files.add(new GalleryFile(photo, there));
            }
        });
        requireSome(files, roots);
        files.sort(Comparator.comparing(GalleryFile::firstPath));
        return files;
    }

    /// All files of photos below the roots, including copies, by path.
    static List<GalleryFile> copiesBelow(PhotoReader snapshot, List<Path> roots) {
        List<GalleryFile> files = new ArrayList<>();
        List<Path> absolute =
                roots.stream().map(root -> root.toAbsolutePath().normalize()).toList();
        snapshot.forEachPhoto(photo -> {
            List<Path> paths = paths(photo, absolute).toList();
            paths.stream().filter(Files::isRegularFile).forEach(path -> files.add(new GalleryFile(photo, path)));
            if (!paths.isEmpty() && paths.stream().noneMatch(Files::isRegularFile)) {
                files.add(new GalleryFile(photo, null));
            }
        });
        requireSome(files, roots);
        files.sort(Comparator.comparing(GalleryFile::firstPath));
        return files;
    }

    String firstPath() {
        return path == null ? photo.paths().firstKey() : UndecodablePath.text(path);
    }

    private static Stream<Path> paths(StoredPhoto photo, List<Path> roots) {
        return photo.paths().keySet().stream()
                .map(UndecodablePath::of)
                .filter(path -> roots.isEmpty() || roots.stream().anyMatch(path::startsWith));
    }

    private static void requireSome(List<GalleryFile> files, List<Path> roots) {
        if (files.isEmpty() && !roots.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.NOT_FOUND,
                    "photos of the gallery must be in the folder that is given, got none in: %s"
                            .formatted(roots.stream().map(Path::toString).collect(Collectors.joining(", "))));
        }
    }
}
