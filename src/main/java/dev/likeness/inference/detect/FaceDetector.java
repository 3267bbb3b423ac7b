package dev.likeness.inference.detect;

import dev.likeness.face.Detection;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.model.ModelManifest;
import java.util.List;

/// Finds the faces of an image. Safe for use by many threads at once; not to be closed before the last call returns.
public interface FaceDetector extends AutoCloseable {
    /// The faces, best score first, in the coordinates of `image`. A box may reach past the image's edge.
    ///
    /// @throws dev.likeness.face.LikenessException `MODEL_INVALID` if the model does not run as its manifest says
    List<Detection> detect(RgbImage image);

    /// The least score of a face: what was asked for, or else the model's own.
    double minScore();

    /// The model in use.
    ModelManifest manifest();

    /// Frees the model.
    @Override
    void close();
}
