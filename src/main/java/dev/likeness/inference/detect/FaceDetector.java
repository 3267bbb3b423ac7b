package dev.likeness.inference.detect;

import dev.likeness.face.Detection;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.model.ModelManifest;
import java.util.List;

/// Detects faces in an image. Thread-safe. It must not be closed before all calls have returned.
public interface FaceDetector extends AutoCloseable {
    /// Detects the faces of an image, best score first, in pixels of `image`. A box may extend past the edges
    /// of the image.
    ///
    /// @throws dev.likeness.face.LikenessException `MODEL_INVALID` if the model does not run as its manifest
    ///     describes
    List<Detection> detect(RgbImage image);

    /// Detects the faces of an image in a single pass, which shrinks a larger image: a quick look that misses
    /// small faces and places landmarks less exactly than [#detect].
    ///
    /// @return as [#detect] does
    /// @throws dev.likeness.face.LikenessException as [#detect] does
    List<Detection> glance(RgbImage image);

    /// The minimum score of a face, 0 to 1: the configured one, else the model's default.
    double minScore();

    /// The manifest of the model.
    ModelManifest manifest();

    /// Frees the model.
    @Override
    void close();
}
