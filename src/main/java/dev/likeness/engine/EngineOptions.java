package dev.likeness.engine;

import dev.likeness.cluster.ClusterOptions;
import dev.likeness.engine.backup.BackupOptions;
import dev.likeness.engine.ingest.IngestOptions;
import dev.likeness.image.ImageOptions;
import dev.likeness.index.IndexOptions;
import dev.likeness.inference.detect.DetectionOptions;
import dev.likeness.inference.runtime.Device;
import dev.likeness.inference.runtime.InferenceOptions;
import dev.likeness.scoring.CalibrationOptions;
import java.nio.file.Path;

/// All options of the engine: those of its stages, and its own.
public record EngineOptions(
        IndexOptions index,
        ModelOptions models,
        CalibrationOptions calibration,
        ImageOptions image,
        InferenceOptions inference,
        DetectionOptions detection,
        IngestOptions ingest,
        ClusterOptions cluster,
        BackupOptions backup) {

    /// The same options with another compute device.
    public EngineOptions withDevice(Device device) {
        InferenceOptions moved = new InferenceOptions(
                device, inference.threadsPerCall(), inference.batchSize(), inference.gpuMemoryLimitBytes());
        return new EngineOptions(index, models, calibration, image, moved, detection, ingest, cluster, backup);
    }

    /// The same options with another gallery directory.
    public EngineOptions withIndexDirectory(Path elsewhere) {
        return new EngineOptions(
                index.in(elsewhere), models, calibration, image, inference, detection, ingest, cluster, backup);
    }
}
