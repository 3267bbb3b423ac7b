package dev.likeness.extract;

import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.FaceId;

/// A face to search for.
public sealed interface Probe {
    /// A face of an analysed picture.
    record PictureProbe(Detection detection, Embedding embedding) implements Probe {}

    /// A stored face of the gallery, which is not a hit of its own search.
    record StoredFaceProbe(FaceId face) implements Probe {}

    /// An embedding that the caller provides.
    record EmbeddingProbe(Embedding embedding) implements Probe {}
}
