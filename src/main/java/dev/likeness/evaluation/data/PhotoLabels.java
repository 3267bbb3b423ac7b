package dev.likeness.evaluation.data;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.ImageFiles;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The labels of photos, from a CSV file with the header `photo,person` or from a folder with one folder per
/// person.
///
/// @param file the file or the folder
/// @param labels the labels in the order of the file or of their paths, one per photo
/// @param faceChoice the labelled face in a photo with several
public record PhotoLabels(Path file, List<Label> labels, FaceChoice faceChoice) {
    private static final String HEADER = "photo,person";
    private static final String RULE = "a label must read `photo,person`";

    /// The label of one photo.
    ///
    /// @param line its line in the file, starting at 1; 0 if it is of a folder
    /// @param photo absolute, normalised path
    public record Label(int line, Path photo, String person) {}

    public PhotoLabels {
        labels = List.copyOf(labels);
    }

    /// Reads a file. A label refers to the largest face. The person is the text after the last comma, so a
    /// path may contain commas.
    ///
    /// @param images the folder that relative photos are relative to; null for the folder of the file
    /// @throws LikenessException `NOT_FOUND`, `IO_FAILED` or `UNSUPPORTED_FORMAT` for the file;
    ///     `INVALID_ARGUMENT` with file, line, rule and value for another header, a line that `badInput` does
    ///     not skip, or a file without labels
    public static PhotoLabels read(Path file, @Nullable Path images, InvalidInputPolicy badInput) {
        Path absolute = file.toAbsolutePath();
        Path root = images == null ? absolute.resolveSibling("") : images.toAbsolutePath();
        List<Label> labels = new ArrayList<>();
        Map<Path, Integer> lines = new HashMap<>();
        boolean[] headed = {false};
        TextLines.read(file, (number, text) -> {
            if (!headed[0]) {
                if (!text.replace(" ", "").equals(HEADER)) {
                    throw TextLines.problem(file, number, "the first line must be `" + HEADER + "`", text);
                }
                headed[0] = true;
                return;
            }
            int comma = text.lastIndexOf(',');
            String person = text.substring(comma + 1).strip();
            if (comma < 1 || person.isEmpty()) {
                badInput.handle(TextLines.problem(file, number, RULE, text));
                return;
            }
            Path photo;
            try {
                photo = root.resolve(text.substring(0, comma).strip()).normalize();
            } catch (InvalidPathException _) {
                badInput.handle(TextLines.problem(file, number, RULE, text));
                return;
            }
            Integer before = lines.putIfAbsent(photo, number);
            if (before == null) {
                labels.add(new Label(number, photo, person));
            } else {
                badInput.handle(TextLines.problem(
                        file, number, "a photo must be labelled once (it is on line %d)".formatted(before), text));
            }
        });
        if (labels.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "%s: there must be at least one label, got: 0".formatted(file));
        }
        return new PhotoLabels(file, labels, FaceChoice.LARGEST);
    }

    /// The labels of the pictures in a folder with one folder per person, which is named after the person.
    /// Pictures beside and below these folders are not labelled. A label refers to the largest face.
    ///
    /// @throws LikenessException `NOT_FOUND` or `IO_FAILED` for the folder; `INVALID_ARGUMENT` if there is no
    ///     labelled picture
    public static PhotoLabels ofFolders(Path images) {
        Path root = images.toAbsolutePath().normalize();
        List<Label> labels = new ArrayList<>();
        for (Path photo : ImageFiles.find(List.of(root))) {
            Path relative = root.relativize(photo);
            if (relative.getNameCount() == 2) {
                labels.add(new Label(0, photo, relative.getName(0).toString()));
            }
        }
        if (labels.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "%s: there must be a folder of pictures for each person, got: 0 pictures".formatted(images));
        }
        return new PhotoLabels(images, labels, FaceChoice.LARGEST);
    }

    /// The same labels with another choice of face.
    public PhotoLabels withFaceChoice(FaceChoice choice) {
        return new PhotoLabels(file, labels, choice);
    }
}
