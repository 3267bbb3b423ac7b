package dev.likeness.training.run;

/// Receives the progress of a run.
///
/// @param <S> the figures of one step
public interface TrainingListener<S> {
    /// Called when the run starts or resumes.
    void started(RunPlan plan);

    /// Called before the run starts, for each photo that the teacher labels.
    ///
    /// @param done number of labelled photos
    /// @param photos number of all photos
    default void labelled(long done, long photos) {}

    /// Called after each step.
    void step(S step);

    /// Receives a message for the user.
    void note(String sentence);

    /// The plan of a run.
    ///
    /// @param device the device to compute on
    /// @param dataDescription description of the training data
    /// @param parameters number of trained weights of the finished network
    /// @param stepsPerEpoch steps per epoch
    /// @param firstStep number of steps that were completed before
    /// @param steps number of steps of the whole run
    record RunPlan(
            String device, String dataDescription, long parameters, long stepsPerEpoch, long firstStep, long steps) {}
}
