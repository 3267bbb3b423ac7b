package dev.likeness.training.detector;

import dev.likeness.training.run.Parameters;
import dev.likeness.training.run.RunOptions;
import dev.likeness.training.run.ScheduleOptions;
import dev.likeness.training.run.TrainingOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The options for training a detector. Each component is a section of the YAML file, and each component of
/// its record is a key. The optimizer is [AdamW]; `schedule.momentum` is its β₁.
public record DetectorTraining(
        DetectorDataOptions data,
        DetectorNetworkOptions network,
        SampleOptions samples,
        DetectorLossOptions loss,
        ScheduleOptions schedule,
        RunOptions run)
        implements TrainingOptions {
    /// A training of a network with 0.28 million weights, without photos.
    public static DetectorTraining defaults() {
        RunOptions usual = RunOptions.defaults();
        return new DetectorTraining(
                DetectorDataOptions.defaults(),
                DetectorNetworkOptions.defaults(),
                SampleOptions.defaults(),
                DetectorLossOptions.defaults(),
                new ScheduleOptions(100, 8, 0.002, 1, ScheduleOptions.Decay.COSINE, List.of(), 0.1, 0.9, 0.02),
                new RunOptions(
                        Path.of("training", "detector"),
                        "my-detector",
                        usual.seed(),
                        usual.device(),
                        usual.threads(),
                        usual.workers(),
                        usual.arithmetic(),
                        usual.checkpointSteps(),
                        usual.warmStart(),
                        usual.precision(),
                        "that of the photos it was trained on"));
    }

    @Override
    public Map<String, String> parameters() {
        return Parameters.of(this);
    }

    /// The [#parameters] on which the trained weights depend.
    Map<String, String> learningParameters() {
        return Parameters.learning(this, Set.of());
    }
}
