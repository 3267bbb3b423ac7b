package dev.likeness.training.run;

/// What one step of any training came to.
public interface CurveStep {
    /// From 1: how many are done.
    long step();

    /// From 1.
    int epoch();

    /// Used in it.
    double learningRate();

    /// All of it.
    double loss();

    /// Since the run began or went on.
    double picturesPerSecond();
}
