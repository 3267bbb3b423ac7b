package dev.likeness.extract;

import dev.likeness.extract.FaceExtractor.LocatedFaces;
import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.PhotoId;
import dev.likeness.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A photo with detected and embedded faces that is not in a gallery yet.
///
/// @param embedder id of the model that computed the embeddings
/// @param bytes size of the file in bytes
/// @param located the detected and aligned faces
/// @param embeddings one per face, in the order of `located`
public record AnalysedPhoto(PhotoId id, String embedder, long bytes, LocatedFaces located, List<Embedding> embeddings) {
    public AnalysedPhoto {
        embeddings = List.copyOf(embeddings);
    }

    /// The faces of the photo, best detection first.
    public List<Probe.PictureProbe> faces() {
        return IntStream.range(0, embeddings.size())
                .mapToObj(i -> new Probe.PictureProbe(detections().get(i), embeddings.get(i)))
                .toList();
    }

    /// The detections of the faces, in pixels of the upright photo.
    public List<Detection> detections() {
        return located.faces();
    }

    /// The width of the upright photo in pixels.
    public int width() {
        return located.width();
    }

    /// The height of the upright photo in pixels.
    public int height() {
        return located.height();
    }

    /// The aligned 112×112 picture of a face, as JPEG.
    ///
    /// @param face index of the face in [#faces()]
    public byte[] crop(int face) {
        return located.crops().get(face).toJpeg(FaceExtractor.CROP_JPEG_QUALITY);
    }

    /// A copy of this photo with only the chosen faces.
    ///
    /// @param chosen indices of the faces in [#faces()]
    public AnalysedPhoto with(List<Integer> chosen) {
        List<Detection> detections = new ArrayList<>();
        List<RgbImage> crops = new ArrayList<>();
        List<Embedding> chosenEmbeddings = new ArrayList<>();
        for (int face : chosen) {
            detections.add(located.faces().get(face));
            crops.add(located.crops().get(face));
            chosenEmbeddings.add(embeddings.get(face));
        }
        return new AnalysedPhoto(
                id,
                embedder,
                bytes,
                new LocatedFaces(
                        located.width(),
                        located.height(),
                        located.format(),
                        located.captureTime(),
                        located.fingerprint(),
                        detections,
                        crops),
                chosenEmbeddings);
    }
}
