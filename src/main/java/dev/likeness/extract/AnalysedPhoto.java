package dev.likeness.extract;

import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.PhotoId;
import dev.likeness.face.PhotoOrientation;
import java.util.List;
import java.util.stream.IntStream;

/// A photo with detected, aligned and embedded faces, as [FaceExtractor#analyse] returns it. Ingest and the
/// user interfaces add it to a gallery or search for its faces.
///
/// @param located the photo with its aligned faces
/// @param embedder id of the model that made the embeddings
/// @param embeddings one per face, in the order of `located`
public record AnalysedPhoto(LocatedPhoto located, String embedder, List<Embedding> embeddings) {
    public AnalysedPhoto {
        embeddings = List.copyOf(embeddings);
    }

    public PhotoId id() {
        return located.id();
    }

    /// The width of the upright photo in pixels.
    public int width() {
        return located.width();
    }

    /// The height of the upright photo in pixels.
    public int height() {
        return located.height();
    }

    /// The detections of the faces, best score first, in pixels of the upright photo.
    public List<Detection> detections() {
        return located.detections();
    }

    /// The faces of the photo as probes, best detection first.
    public List<Probe.PictureProbe> faces() {
        return IntStream.range(0, embeddings.size())
                .mapToObj(i -> new Probe.PictureProbe(detections().get(i), embeddings.get(i)))
                .toList();
    }

    /// The aligned 112×112 picture of a face, as JPEG.
    ///
    /// @param face index of the face in [#faces()]
    public byte[] crop(int face) {
        return located.crops().get(face).toJpeg(FaceExtractor.CROP_JPEG_QUALITY);
    }

    /// The whole photo, at most [LocatedPhoto#PREVIEW_WIDTH] wide, as JPEG without metadata.
    public byte[] preview() {
        return located.preview().toPreviewJpeg(FaceExtractor.PREVIEW_JPEG_QUALITY);
    }

    /// The same photo in another orientation.
    public AnalysedPhoto turned(PhotoOrientation other) {
        return new AnalysedPhoto(located.turned(other), embedder, embeddings);
    }
}
