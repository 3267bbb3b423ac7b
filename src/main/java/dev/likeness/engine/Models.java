package dev.likeness.engine;

import dev.likeness.calibration.QualityScale;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.inference.InferenceRuntime;
import dev.likeness.inference.detect.DetectionOptions;
import dev.likeness.inference.detect.FaceDetector;
import dev.likeness.inference.embed.FaceEmbedder;
import dev.likeness.inference.model.ModelCatalog;
import dev.likeness.inference.model.ModelFileStatus;
import dev.likeness.inference.model.ModelManifest;
import dev.likeness.inference.model.ModelOutput;
import dev.likeness.inference.model.ModelRole;
import dev.likeness.inference.runtime.InferenceOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The models in use. They are opened on first use, because listing people or deleting a gallery needs no
/// model, and then shared.
final class Models implements AutoCloseable {
    private final ModelOptions options;
    private final InferenceOptions inference;
    private final DetectionOptions detection;
    private final Consumer<String> warnings;
    private final ModelCatalog catalog;
    private final Map<String, FaceEmbedder> embedders = new HashMap<>();
    private @Nullable InferenceRuntime runtime;
    private @Nullable FaceDetector detector;

    Models(ModelOptions options, InferenceOptions inference, DetectionOptions detection, Consumer<String> warnings) {
        this.options = options;
        this.inference = inference;
        this.detection = detection;
        this.warnings = warnings;
        this.catalog = ModelCatalog.of(options.directories());
    }

    ModelCatalog catalog() {
        return catalog;
    }

    synchronized InferenceRuntime runtime() {
        InferenceRuntime open = runtime;
        if (open == null) {
            open = InferenceRuntime.open(inference, catalog, warnings);
            runtime = open;
        }
        return open;
    }

    synchronized FaceDetector detector() {
        FaceDetector open = detector;
        if (open == null) {
            open = runtime().detector(options.detector(), detection);
            detector = open;
        }
        return open;
    }

    synchronized FaceEmbedder embedder(String id) {
        FaceEmbedder open = embedders.get(id);
        if (open == null) {
            open = runtime().embedder(id);
            embedders.put(id, open);
        }
        return open;
    }

    /// The stamp of a gallery made with the configured embedder.
    EmbedderStamp defaultStamp() {
        return stamp(options.embedder());
    }

    /// The stamp of a gallery made with this embedder.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the model is not an embedder; the errors of the
    ///     catalogue
    EmbedderStamp stamp(String embedder) {
        ModelManifest manifest = catalog.manifest(embedder);
        if (manifest.role() != ModelRole.EMBEDDER) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "a gallery needs a model that embeds faces, got: " + embedder);
        }
        catalog.weights(manifest);
        ModelFileStatus file = catalog.inspect(manifest);
        return new EmbedderStamp(embedder, manifest.dimension(), file.sha256().orElseThrow());
    }

    /// The quality scale of the embedder's magnitudes.
    QualityScale quality(String embedder) {
        return catalog.manifests().stream()
                .filter(manifest -> manifest.id().equals(embedder))
                .findFirst()
                .flatMap(manifest -> switch (manifest.output()) {
                    case ModelOutput.Vector vector ->
                        vector.magnitudes().map(range -> QualityScale.spanning(range.low(), range.high()));
                    case ModelOutput.Faces _ -> Optional.empty();
                })
                // A gallery may be older than its model's manifest; its people can be edited without the
                // model.
                .orElse(QualityScale.OFIQ_IRESNET50);
    }

    @Override
    public synchronized void close() {
        if (detector != null) {
            detector.close();
        }
        embedders.values().forEach(FaceEmbedder::close);
        if (runtime != null) {
            runtime.close();
        }
    }
}
