package dev.likeness.engine;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Path;
import java.util.List;

/// The models to use and the directories of their weights.
///
/// @param directories searched in order for `.onnx` files and users' manifests; not recursive
/// @param detector id of the detector's manifest
/// @param embedder id of the embedder's manifest for new galleries; an existing gallery uses its own
public record ModelOptions(List<Path> directories, String detector, String embedder) {

    public ModelOptions {
        directories = List.copyOf(directories);
        if (detector.isBlank()) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "detector must name a model, got: \"\"");
        }
        if (embedder.isBlank()) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "embedder must name a model, got: \"\"");
        }
    }

    public static ModelOptions defaults() {
        return new ModelOptions(List.of(Path.of("models")), "likeness-detect", "likeness-mobile");
    }

    /// The same models, searched in other directories.
    public ModelOptions in(List<Path> elsewhere) {
        return new ModelOptions(elsewhere, detector, embedder);
    }
}
