package dev.likeness.training.run;

/// The figures of one step that every training records.
public interface CurveStep {
    /// The number of completed steps, starting at 1.
    long step();

    /// The epoch, starting at 1.
    int epoch();

    /// The learning rate of the step.
    double learningRate();

    /// The total loss of the step.
    double loss();

    /// The mean number of training pictures per second since the run started or was resumed.
    double picturesPerSecond();
}
