package dev.likeness.image;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Finds pictures on disk, for those who want to see each of them once and know nothing of them yet.
public final class ImageFiles {
    private ImageFiles() {}

    /// The files that look like images by their name, in these folders and all below, sorted by path,
    /// each once. A file that is named itself counts whatever it is called.
    ///
    /// @throws LikenessException `NOT_FOUND` if a file or folder does not exist; `IO_FAILED` if one cannot
    ///     be searched
    public static List<Path> find(List<Path> roots) {
        TreeSet<Path> files = new TreeSet<>();
        for (Path root : roots) {
            if (!Files.exists(root)) {
                throw new LikenessException(ErrorCode.NOT_FOUND, "photos must exist, got: " + root);
            }
            try (Stream<Path> tree = Files.walk(root)) {
                tree.filter(file -> file.equals(root) || ImageFormat.hasImageExtension(file))
                        .filter(Files::isRegularFile)
                        .forEach(files::add);
            } catch (IOException | UncheckedIOException e) {
                throw new LikenessException(ErrorCode.IO_FAILED, "photos must be readable, got: " + root, e);
            }
        }
        return List.copyOf(files);
    }
}
