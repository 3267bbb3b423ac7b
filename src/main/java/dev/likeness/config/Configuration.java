package dev.likeness.config;

import dev.likeness.api.http.ServerOptions;
import dev.likeness.api.trace.TracingOptions;
import dev.likeness.api.webhook.DuplicatesOptions;
import dev.likeness.cluster.ClusterOptions;
import dev.likeness.engine.EngineOptions;
import dev.likeness.engine.ModelOptions;
import dev.likeness.engine.backup.BackupOptions;
import dev.likeness.engine.ingest.IngestOptions;
import dev.likeness.image.ImageOptions;
import dev.likeness.index.IndexOptions;
import dev.likeness.inference.detect.DetectionOptions;
import dev.likeness.inference.runtime.InferenceOptions;
import dev.likeness.scoring.CalibrationOptions;
import java.nio.file.Path;

/// The complete configuration. Each component is a section of the YAML file, and each component of its record
/// is a key.
public record Configuration(
        IndexOptions index,
        ModelOptions models,
        CalibrationOptions calibration,
        ImageOptions image,
        InferenceOptions inference,
        DetectionOptions detection,
        IngestOptions ingest,
        ClusterOptions cluster,
        BackupOptions backup,
        DuplicatesOptions duplicates,
        ServerOptions server,
        LogOptions log,
        TracingOptions tracing) {

    public static Configuration defaults() {
        return new Configuration(
                IndexOptions.defaults(),
                ModelOptions.defaults(),
                CalibrationOptions.defaults(),
                ImageOptions.defaults(),
                InferenceOptions.defaults(),
                DetectionOptions.defaults(),
                IngestOptions.defaults(),
                ClusterOptions.defaults(),
                BackupOptions.defaults(),
                DuplicatesOptions.defaults(),
                ServerOptions.defaults(),
                LogOptions.defaults(),
                TracingOptions.defaults());
    }

    /// The same settings with the galleries and models of a data folder.
    public Configuration in(DataFolder folder) {
        return new Configuration(
                index.in(folder.index()),
                models.in(folder.models()),
                calibration,
                image,
                inference,
                detection,
                ingest,
                cluster,
                backup,
                duplicates,
                server,
                log,
                tracing);
    }

    /// The directory of all galleries.
    public Path indexDirectory() {
        return index.directory();
    }

    /// The sections that the engine needs.
    public EngineOptions engine() {
        return new EngineOptions(index, models, calibration, image, inference, detection, ingest, cluster, backup);
    }
}
