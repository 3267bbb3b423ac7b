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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The labelled faces of a gallery. Files of one picture count once, however often it is labelled.
///
/// @param faces one per labelled picture, in the order of the labels
/// @param copies number of labelled files that are left out because their picture counts already
/// @param contradictions pictures with several labels. None of these is known to be right, so they have no
///     face here
public record LabelledFaces(List<LabelledFace> faces, int copies, List<Contradiction> contradictions) {

    /// A picture with several labels.
    ///
    /// @param files its labelled files, in the order of the labels
    public record Contradiction(List<LabelledFile> files) {
        public Contradiction {
            files = List.copyOf(files);
        }

        @Override
        public String toString() {
            return files.stream().map(file -> file.path() + "," + file.label()).collect(Collectors.joining("; "));
        }
    }

    /// A file and its label.
    public record LabelledFile(String path, String label) {}

    public LabelledFaces {
        faces = List.copyOf(faces);
        contradictions = List.copyOf(contradictions);
    }

    /// Finds the labelled photos in a gallery, by path, or by content if the file was moved after ingest.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` with file, line, rule and value for a photo that is not
    ///     in the gallery, unless `badInput` skips it; and if no labelled photo is in the gallery
    public static LabelledFaces find(PhotoLabels labels, PhotoReader gallery, InvalidInputPolicy badInput) {
        Map<PhotoId, StoredPhoto> photos = new LinkedHashMap<>();
        Map<PhotoId, List<LabelledFile>> filesOf = new HashMap<>();
        for (PhotoLabels.Label label : labels.labels()) {
            Optional<StoredPhoto> photo =
                    gallery.photoAt(label.photo().toString()).or(() -> sameContent(label.photo(), gallery));
            if (photo.isEmpty()) {
                badInput.handle(TextLines.problem(
                        labels.file(),
                        label.line(),
                        "a labelled photo must be in the gallery",
                        label.photo() + "," + label.person()));
                continue;
            }
            photos.putIfAbsent(photo.get().id(), photo.get());
            filesOf.computeIfAbsent(photo.get().id(), _ -> new ArrayList<>())
                    .add(new LabelledFile(label.photo().toString(), label.person()));
        }
        if (photos.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "%s: at least one labelled photo must be in the gallery, got: 0".formatted(labels.file()));
        }
        List<LabelledFace> faces = new ArrayList<>();
        List<Contradiction> contradictions = new ArrayList<>();
        int copies = 0;
        for (StoredPhoto photo : photos.values()) {
            List<LabelledFile> files = filesOf.getOrDefault(photo.id(), List.of());
            if (files.stream().map(LabelledFile::label).distinct().count() > 1) {
                contradictions.add(new Contradiction(files));
                continue;
            }
            copies += files.size() - 1;
            faces.add(new LabelledFace(
                    files.getFirst().label(), photo.id(), chosenFace(labels.faceChoice(), photo, gallery)));
        }
        if (faces.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "%s: at least one labelled picture must have one label only, got: %s"
                            .formatted(labels.file(), contradictions.getFirst()));
        }
        return new LabelledFaces(faces, copies, contradictions);
    }

    /// The faces, if no labels contradict each other.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` with paths and labels for the first picture with
    ///     several labels, unless `badInput` skips it
    public List<LabelledFace> facesWithoutContradiction(InvalidInputPolicy badInput) {
        for (Contradiction contradiction : contradictions) {
            badInput.handle(new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "files of one picture must have one label, got: " + contradiction));
        }
        return faces;
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
