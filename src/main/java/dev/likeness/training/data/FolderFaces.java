package dev.likeness.training.data;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.header.ImageFormat;
import dev.likeness.support.RegularFile;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A training set of pictures in folders.
final class FolderFaces extends PathLabelledFaces {
    private final Path root;
    private final List<String> paths;

    private FolderFaces(Path root, List<String> paths, boolean labelled) {
        super(paths, labelled);
        this.root = root;
        this.paths = paths;
    }

    static FolderFaces open(Path root, boolean labelled) {
        try (Stream<Path> tree = Files.walk(root)) {
            List<String> paths = tree.filter(ImageFormat::hasImageExtension)
                    .filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace(File.separatorChar, '/'))
                    .sorted()
                    .toList();
            return new FolderFaces(root, paths, labelled);
        } catch (IOException | UncheckedIOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "training set %s cannot be read".formatted(root), e);
        }
    }

    @Override
    public LabelledPicture read(int index) {
        Path file = root.resolve(paths.get(index));
        try {
            return new LabelledPicture(
                    file.toString(), label(index), RegularFile.readAllBytes(file, RegularFile.MAX_PHOTO_BYTES));
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "training picture %s cannot be read".formatted(file), e);
        }
    }

    @Override
    public void close() {}
}
