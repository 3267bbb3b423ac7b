package dev.likeness.training.run;

/// Who watches a run.
///
/// @param <S> what is told of a step
public interface TrainingListener<S> {
    /// The run begins, or goes on.
    void started(RunPlan plan);

    /// A photo was looked at by the teacher, before the run begins.
    ///
    /// @param done so far, of all there are
    default void labelled(long done, long photos) {}

    /// A step is done.
    void step(S step);

    /// A sentence for people.
    void note(String sentence);

    /// What a run is about to do.
    ///
    /// @param device where is computed
    /// @param dataDescription what is learned from, in words
    /// @param parameters learned numbers of the finished network
    /// @param stepsPerEpoch of the run
    /// @param firstStep how many steps are done already
    /// @param steps of the whole run
    record RunPlan(
            String device, String dataDescription, long parameters, long stepsPerEpoch, long firstStep, long steps) {}
}
