package dev.likeness.api.v1.request;

import dev.likeness.api.Backend;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.engine.search.FaceVerification.ChosenFace;
import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.extract.Probe;
import dev.likeness.face.Embedding;
import dev.likeness.face.FaceId;
import dev.likeness.face.UnitVector;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/// A probe: exactly one of an image, a face of the gallery, and an embedding.
///
/// @param image an encoded image, in JSON as base64 or a `data:` URL
/// @param face the id of a face of the gallery
/// @param vector an embedding of the gallery's model: numbers, or base64 of little-endian 32-bit floats
/// @param magnitude of the embedding, if `vector` is a unit vector; otherwise the norm of `vector`
@SuppressWarnings("ArrayRecordComponent") // read once, then gone
public record ProbeForm(
        @JsonDeserialize(using = PictureReader.class) byte @Nullable [] image,
        @Nullable String face,
        @JsonDeserialize(using = VectorReader.class) float @Nullable [] vector,
        @Nullable Float magnitude) {

    /// The probe of an encoded image.
    public static ProbeForm ofPicture(byte[] picture) {
        return new ProbeForm(picture, null, null, null);
    }

    /// Checks the form.
    ///
    /// @throws ProblemException 400 `INVALID_ARGUMENT` unless there is exactly one of the three
    public ProbeForm {
        int given = (image == null ? 0 : 1) + (face == null ? 0 : 1) + (vector == null ? 0 : 1);
        if (given != 1) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT, "a probe must be an image, a face or a vector, got: " + given);
        }
        if (magnitude != null && vector == null) {
            throw new ProblemException(ProblemCode.INVALID_ARGUMENT, "magnitude requires a vector");
        }
    }

    /// The probe faces: all faces of an image.
    ///
    /// @param name of the probe in messages
    public List<? extends Probe> faces(Backend backend, String gallery, String name) {
        return image == null
                ? List.of(storedProbe())
                : analyse(backend, gallery, name, image).faces();
    }

    /// The probe face: the largest face of an image.
    ///
    /// @throws ProblemException 422 `NO_FACE`
    public ChosenFace largestFace(Backend backend, String gallery, String name) {
        if (image == null) {
            return new ChosenFace(storedProbe(), 1);
        }
        List<Probe.PictureProbe> faces = analyse(backend, gallery, name, image).faces();
        return faces.stream()
                .max(Comparator.comparingDouble(face -> face.detection().box().area()))
                .map(face -> new ChosenFace(face, faces.size()))
                .orElseThrow(() -> new ProblemException(ProblemCode.NO_FACE, name + " must show a face, got none"));
    }

    private static AnalysedPhoto analyse(Backend backend, String gallery, String name, byte[] picture) {
        return backend.inference().run(() -> backend.engine().analyse(gallery, name, picture));
    }

    private Probe storedProbe() {
        if (face != null) {
            return new Probe.StoredFaceProbe(FaceId.parse(face));
        }
        float[] raw = Objects.requireNonNull(vector);
        return new Probe.EmbeddingProbe(
                magnitude == null ? Embedding.ofRaw(raw) : new Embedding(UnitVector.normalized(raw), magnitude));
    }
}
