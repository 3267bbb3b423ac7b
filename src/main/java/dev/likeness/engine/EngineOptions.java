package dev.likeness.engine;

import dev.likeness.cluster.ClusterOptions;
import dev.likeness.engine.ingest.IngestOptions;
import dev.likeness.image.ImageOptions;
import dev.likeness.index.IndexOptions;
import dev.likeness.inference.detect.DetectionOptions;
import dev.likeness.inference.runtime.Device;
import dev.likeness.inference.runtime.InferenceOptions;
import dev.likeness.scoring.CalibrationOptions;
import java.nio.file.Path;

/// Everything the engine can be told: the options of the stages it joins, and its own.
public record EngineOptions(
        IndexOptions index,
        ModelOptions models,
        CalibrationOptions calibration,
        ImageOptions image,
        InferenceOptions inference,
        DetectionOptions detection,
        IngestOptions ingest,
        ClusterOptions cluster) {

    /// The same, computed elsewhere.
    public EngineOptions withDevice(Device device) {
        InferenceOptions moved = new InferenceOptions(
                device, inference.threadsPerCall(), inference.batchSize(), inference.gpuMemoryLimitBytes());
        return new EngineOptions(index, models, calibration, image, moved, detection, ingest, cluster);
    }

    /// The same, with the galleries elsewhere.
    public EngineOptions withIndexDirectory(Path elsewhere) {
        return new EngineOptions(
                index.in(elsewhere), models, calibration, image, inference, detection, ingest, cluster);
    }
}
