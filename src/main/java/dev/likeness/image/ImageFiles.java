package dev.likeness.image;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.header.ImageFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Finds image files on disk.
public final class ImageFiles {
    private ImageFiles() {}

    /// Finds the files with an image extension in the given folders and their subfolders. A root that is a
    /// file is included whatever its name is. The result is sorted by path, without duplicates.
    ///
    /// @param roots folders and files
    ///
    /// @throws LikenessException `NOT_FOUND` if a file or folder does not exist; `IO_FAILED` if one cannot be
    ///     searched
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
