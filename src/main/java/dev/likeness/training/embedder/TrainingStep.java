package dev.likeness.training.embedder;

import dev.likeness.training.run.CurveStep;
import dev.likeness.training.run.TrainingCurve;
import java.util.List;

/// The figures of one step of an embedder's training.
///
/// @param step number of completed steps, starting at 1
/// @param epoch the epoch, starting at 1
/// @param learningRate learning rate of the step
/// @param loss total loss
/// @param classification mean cross-entropy; NaN if no picture had a label
/// @param distillation mean of 1 − cosine with the teacher's vectors; NaN without a teacher
/// @param accuracy share of the labelled pictures whose own class has the greatest cosine; NaN if no picture
///     had a label
/// @param magnitudes statistics of the magnitudes of all vectors
/// @param picturesPerSecond mean speed since the run started or was resumed
public record TrainingStep(
        long step,
        int epoch,
        double learningRate,
        double loss,
        double classification,
        double distillation,
        double accuracy,
        Magnitudes magnitudes,
        double picturesPerSecond)
        implements CurveStep {
    static final TrainingCurve.Format<TrainingStep> FORMAT = new TrainingCurve.Format<>(
            List.of(
                    "step",
                    "epoch",
                    "learning_rate",
                    "loss",
                    "classification",
                    "distillation",
                    "accuracy",
                    "magnitude_mean",
                    "magnitude_deviation",
                    "magnitude_min",
                    "magnitude_max",
                    "pictures_per_second"),
            step -> new double[] {
                step.step,
                step.epoch,
                step.learningRate,
                step.loss,
                step.classification,
                step.distillation,
                step.accuracy,
                step.magnitudes.mean,
                step.magnitudes.standardDeviation,
                step.magnitudes.min,
                step.magnitudes.max,
                step.picturesPerSecond
            },
            values -> new TrainingStep(
                    (long) values[0],
                    (int) values[1],
                    values[2],
                    values[3],
                    values[4],
                    values[5],
                    values[6],
                    new Magnitudes(values[7], values[8], values[9], values[10]),
                    values[11]));

    /// Statistics of a batch's magnitudes.
    public record Magnitudes(double mean, double standardDeviation, double min, double max) {
        static Magnitudes of(float[] values) {
            double sum = 0;
            double squares = 0;
            double min = Double.POSITIVE_INFINITY;
            double max = Double.NEGATIVE_INFINITY;
            for (float value : values) {
                sum += value;
                squares += (double) value * value;
                min = Math.min(min, value);
                max = Math.max(max, value);
            }
            double mean = sum / values.length;
            return new Magnitudes(mean, Math.sqrt(Math.max(0, squares / values.length - mean * mean)), min, max);
        }
    }
}
