package dev.likeness.engine;

import dev.likeness.inference.model.ModelFileStatus;
import dev.likeness.inference.model.ModelManifest;
import dev.likeness.scoring.ActiveCalibration;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The details of one model: its manifest, the state of its weights, and its calibration.
///
/// @param calibration calibration of the available weights; null for a detector, for missing weights, or if
///     there is no calibration
public record ModelDetails(
        ModelManifest manifest,
        ModelFileStatus.State state,
        Optional<Path> path,
        Optional<String> sha256,
        @Nullable ActiveCalibration calibration) {}
