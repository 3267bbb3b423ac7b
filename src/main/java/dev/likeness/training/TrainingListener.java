package dev.likeness.training;

/// Who watches a run.
public interface TrainingListener {
    /// The run begins, or goes on.
    void started(RunPlan plan);

    /// A step is done.
    void step(TrainingStep step);

    /// A sentence for people.
    void note(String sentence);

    /// What a run is about to do.
    ///
    /// @param device where is computed
    /// @param pictures in all sets
    /// @param identities in all labelled sets
    /// @param parameters learned numbers of the network, without the classes
    /// @param stepsPerEpoch of the run
    /// @param firstStep how many steps are done already
    /// @param steps of the whole run
    record RunPlan(
            String device,
            int pictures,
            int identities,
            long parameters,
            long stepsPerEpoch,
            long firstStep,
            long steps) {}
}
