package dev.likeness.evaluation.data;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import dev.likeness.image.content.PictureHash;
import dev.likeness.index.PhotoReader;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A label's face ([PhotoLabels#faceChoice()]).
///
/// @param face null if no face was found in the photo
public record LabelledFace(
        String person, PhotoId photo, @Nullable StoredFace face) {

    /// Finds the labelled photos in a gallery, by path, or by content if the file was moved after ingest.
    /// Copies of one photo count once.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` with file, line, rule and value for a photo that is not
    ///     in the gallery or has two labels, unless `badInput` skips it; and if no labelled photo is in the
    ///     gallery
    public static List<LabelledFace> find(PhotoLabels labels, PhotoReader gallery, InvalidInputPolicy badInput) {
        List<LabelledFace> faces = new ArrayList<>();
        Map<PhotoId, String> people = new HashMap<>();
        for (PhotoLabels.Label label : labels.labels()) {
            Optional<StoredPhoto> photo =
                    gallery.photoAt(label.photo().toString()).or(() -> sameContent(label.photo(), gallery));
            if (photo.isEmpty()) {
                badInput.handle(problem(labels, label, "a labelled photo must be in the gallery"));
                continue;
            }
            PhotoId id = photo.get().id();
            String before = people.putIfAbsent(id, label.person());
            if (before == null) {
                faces.add(new LabelledFace(label.person(), id, chosenFace(labels.faceChoice(), photo.get(), gallery)));
            } else if (!before.equals(label.person())) {
                badInput.handle(problem(labels, label, "copies of a photo must have one label, here also " + before));
            }
        }
        if (faces.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "%s: at least one labelled photo must be in the gallery, got: 0".formatted(labels.file()));
        }
        return faces;
    }

    private static LikenessException problem(PhotoLabels labels, PhotoLabels.Label label, String rule) {
        return TextLines.problem(labels.file(), label.line(), rule, label.photo() + "," + label.person());
    }

    private static Optional<StoredPhoto> sameContent(Path photo, PhotoReader gallery) {
        if (!Files.isRegularFile(photo)) {
            return Optional.empty();
        }
        try {
            return gallery.photo(PictureHash.of(RegularFile.readAllBytes(photo, RegularFile.MAX_PHOTO_BYTES)));
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "photo must be readable, got: " + photo, e);
        }
    }

    private static @Nullable StoredFace chosenFace(FaceChoice choice, StoredPhoto photo, PhotoReader gallery) {
        return gallery.faces(photo.id()).stream()
                .min(Comparator.comparing(
                        stored -> stored.face().detection(), choice.order(photo.width(), photo.height())))
                .orElse(null);
    }
}
