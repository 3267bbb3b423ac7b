package dev.likeness.evaluation.detection;

import dev.likeness.engine.EngineOptions;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.Progress;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.ImageFiles;
import dev.likeness.image.ImageReader;
import dev.likeness.inference.InferenceRuntime;
import dev.likeness.inference.detect.DetectionOptions;
import dev.likeness.inference.detect.FaceDetector;
import dev.likeness.inference.model.ModelCatalog;
import dev.likeness.support.HoldoutPhotos;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Evaluates the configured detector against a reference detector, on photos.
///
/// @param reference id of the reference detector
/// @param scores score thresholds to evaluate; empty for the configured one
/// @param photos files and folders
/// @param holdout restricts the evaluation to the held-out photos of a training; share 0 for all photos
/// @param sampleEvery evaluates only each n-th of them, at least 1
/// @param scale scale of the photos for the configured detector, above 0 to 1. If it is below 1 and the
///     reference itself is configured, the report shows how far the reference agrees with itself, which is
///     the upper limit for any detector trained on it
public record DetectorEvaluation(
        String reference,
        List<Double> scores,
        List<Path> photos,
        HoldoutPhotos holdout,
        int sampleEvery,
        double scale) {

    /// @throws LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public DetectorEvaluation {
        scores = List.copyOf(scores);
        photos = List.copyOf(photos);
        if (sampleEvery < 1) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "every must be at least 1, got: " + sampleEvery);
        }
        if (!(scale > 0 && scale <= 1)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "scale must be above 0 and at most 1, got: " + scale);
        }
        for (double score : scores) {
            if (!(score > 0 && score <= 1)) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT, "scores must be above 0 and at most 1, got: " + score);
            }
        }
    }

    /// Runs both detectors on the photos.
    ///
    /// @param options the configured models and detection options
    /// @param badInput what to do with a photo that cannot be read
    /// @param warnings receives a warning if another device than the configured one is used
    /// @throws LikenessException `NOT_FOUND` for a photo or model; `INVALID_ARGUMENT` if a model is not a
    ///     detector, or if no photo is left; the errors of opening models and reading photos
    public DetectorReport run(
            EngineOptions options, InvalidInputPolicy badInput, Consumer<String> warnings, Progress progress) {
        List<Path> files = files();
        if (files.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    holdout.share() == 0
                            ? "a detector is evaluated on photos, got none below: " + description()
                            : "a detector is evaluated on the held-out photos of a training, got none below: "
                                    + description());
        }
        ModelCatalog catalog = ModelCatalog.of(options.models().directories());
        String id = options.models().detector();
        DetectionOptions detection = options.detection();
        try (InferenceRuntime runtime = InferenceRuntime.open(options.inference(), catalog, warnings)) {
            // The runtime closes everything that is opened here.
            FaceDetector expected = runtime.detector(
                    reference, DetectorComparison.withScore(detection, DetectorComparison.MIN_EXCUSE_SCORE));
            List<FaceDetector> judged = new ArrayList<>();
            if (scores.isEmpty()) {
                judged.add(scaled(runtime.detector(id, detection)));
            }
            for (double score : scores) {
                judged.add(scaled(runtime.detector(id, DetectorComparison.withScore(detection, score))));
            }
            return new DetectorComparison(expected, judged)
                    .run(files, new ImageReader(options.image()), badInput, progress);
        }
    }

    private FaceDetector scaled(FaceDetector detector) {
        return scale == 1 ? detector : new DownscalingDetector(detector, scale);
    }

    private String description() {
        return photos.stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    private List<Path> files() {
        List<Path> all = ImageFiles.find(photos);
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < all.size(); i += sampleEvery) {
            try {
                if (holdout.share() == 0
                        || holdout.contains(RegularFile.readAllBytes(all.get(i), RegularFile.MAX_PHOTO_BYTES))) {
                    files.add(all.get(i));
                }
            } catch (IOException e) {
                throw new LikenessException(ErrorCode.IO_FAILED, "photo %s cannot be read".formatted(all.get(i)), e);
            }
        }
        return files;
    }
}
