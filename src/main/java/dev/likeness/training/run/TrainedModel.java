package dev.likeness.training.run;

import java.nio.file.Path;
import java.util.List;

/// The result of a run, which may be unfinished.
///
/// @param plan the run's plan
/// @param finished whether all steps are completed; if not, the run can be resumed
/// @param curve all completed steps
/// @param model the `.onnx` file with the current weights
/// @param manifest the manifest beside the model
/// @param sha256 SHA-256 of the model file
/// @param weightsFile the file with the weights only, for a warm start
/// @param seconds duration since the run started or was resumed
/// @param <S> the figures of one step
public record TrainedModel<S extends CurveStep>(
        TrainingListener.RunPlan plan,
        boolean finished,
        List<S> curve,
        Path model,
        Path manifest,
        String sha256,
        Path weightsFile,
        double seconds) {
    public TrainedModel {
        curve = List.copyOf(curve);
    }
}
