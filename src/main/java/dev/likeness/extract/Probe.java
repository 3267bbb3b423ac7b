package dev.likeness.extract;

import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.FaceId;

/// A face that is looked for.
public sealed interface Probe {
    /// A face of a picture that was looked at; see [Engine#analyse].
    record PictureProbe(Detection detection, Embedding embedding) implements Probe {}

    /// A face of the gallery, which is no hit of its own.
    record StoredFaceProbe(FaceId face) implements Probe {}

    /// An embedding that somebody kept.
    record Given(Embedding embedding) implements Probe {}
}
