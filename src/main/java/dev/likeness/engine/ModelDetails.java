package dev.likeness.engine;

import dev.likeness.inference.model.ModelFileStatus;
import dev.likeness.inference.model.ModelManifest;
import dev.likeness.scoring.ActiveCalibration;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One model: its manifest, the state of its weights, and what its numbers are said to mean.
///
/// @param calibration of the weights that are there; null for a detector, for missing weights, or if none is
///     known
public record ModelDetails(
        ModelManifest manifest,
        ModelFileStatus.State state,
        Optional<Path> path,
        Optional<String> sha256,
        @Nullable ActiveCalibration calibration) {}
