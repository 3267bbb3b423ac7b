package dev.likeness.training.run;

import java.nio.file.Path;
import java.util.List;

/// What a run left behind.
///
/// @param plan what it set out to do
/// @param finished whether all steps are done; else it was stopped and can go on
/// @param curve every step so far
/// @param model the `.onnx` file of the weights as they are now
/// @param manifest beside it
/// @param sha256 of the model
/// @param weightsFile the weights alone, for a warm start
/// @param seconds that this part of the run took
/// @param <S> what is told of a step
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
