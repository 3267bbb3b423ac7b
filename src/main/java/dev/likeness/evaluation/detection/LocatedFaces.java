package dev.likeness.evaluation.detection;

import dev.likeness.evaluation.data.FaceChoice;
import dev.likeness.extract.AlignedFace;
import dev.likeness.extract.DetectedPhoto;
import dev.likeness.extract.FaceExtractor;
import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Landmarks;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import dev.likeness.image.RgbImage;
import dev.likeness.image.content.PictureHash;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// One face of a picture, as several detectors locate it and one embedder sees it.
///
/// @param picture the picture
/// @param missed the detectors that do not find the face, by index
/// @param faces the face by detector; empty if any detector misses it
record LocatedFaces(PhotoId picture, BitSet missed, List<LocatedFace> faces) {
    /// A detector finds the face if a detection has this IoU with it.
    static final float MIN_IOU = 0.4f;

    /// The face of one detector.
    ///
    /// @param detection box and landmarks relative to the width of the picture
    record LocatedFace(Detection detection, Embedding embedding) {
        Landmarks landmarks() {
            return detection.landmarks();
        }
    }

    LocatedFaces {
        faces = List.copyOf(faces);
    }

    /// Whether all detectors find the face.
    boolean isCommon() {
        return missed.isEmpty();
    }

    /// Reads a picture. The face is the one that the first detector and `choice` choose.
    ///
    /// @param extractors one per detector, with one embedder
    /// @throws LikenessException the errors of reading a picture
    static LocatedFaces read(Path file, FaceChoice choice, List<FaceExtractor> extractors) {
        byte[] bytes = bytes(file);
        List<AlignedFace> aligned = new ArrayList<>();
        List<Detection> relative = new ArrayList<>();
        BitSet missed = new BitSet();
        for (int i = 0; i < extractors.size(); i++) {
            DetectedPhoto photo = extractors.get(i).detect(file.toString(), bytes);
            RgbImage overview = photo.overview();
            Optional<Detection> found;
            if (relative.isEmpty()) {
                found = choice.of(photo.faces(), overview.width(), overview.height());
            } else {
                Detection wanted = relative.getFirst().scaled(overview.width());
                found = photo.faces().stream()
                        .filter(face -> face.box().iou(wanted.box()) >= MIN_IOU)
                        .max(Comparator.comparingDouble(face -> face.box().iou(wanted.box())));
            }
            if (found.isEmpty()) {
                missed.set(i);
                if (i == 0) {
                    break;
                }
                continue;
            }
            AlignedFace face = extractors.get(i).align(photo, found.get());
            aligned.add(face);
            relative.add(face.face().scaled(1f / face.source().width()));
        }
        List<LocatedFace> faces = new ArrayList<>();
        if (missed.isEmpty()) {
            List<Embedding> embeddings = extractors
                    .getFirst()
                    .embed(aligned.stream().map(AlignedFace::crop).toList());
            for (int i = 0; i < embeddings.size(); i++) {
                faces.add(new LocatedFace(relative.get(i), embeddings.get(i)));
            }
        }
        return new LocatedFaces(PictureHash.of(bytes), missed, faces);
    }

    private static byte[] bytes(Path file) {
        try {
            return RegularFile.readAllBytes(file, RegularFile.MAX_PHOTO_BYTES);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "photo %s cannot be read".formatted(file), e);
        }
    }
}
