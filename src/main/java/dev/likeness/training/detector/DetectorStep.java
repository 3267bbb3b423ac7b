package dev.likeness.training.detector;

import dev.likeness.training.run.CurveStep;
import dev.likeness.training.run.TrainingCurve;
import java.util.List;

/// The figures of one step of a detector's training, as [DetectorLoss] measures them. A figure is NaN if the
/// teacher found no face.
///
/// @param step number of completed steps, starting at 1
/// @param epoch the epoch, starting at 1
/// @param learningRate learning rate of the step
/// @param loss total loss
/// @param classification divergence of the class
/// @param object divergence of the object
/// @param overlap mean IoU of the boxes with the teacher's
/// @param points mean distance of the points from the teacher's, relative to the face's size
/// @param cells about the number of cells with a face
/// @param picturesPerSecond mean speed since the run started or was resumed
public record DetectorStep(
        long step,
        int epoch,
        double learningRate,
        double loss,
        double classification,
        double object,
        double overlap,
        double points,
        double cells,
        double picturesPerSecond)
        implements CurveStep {
    static final TrainingCurve.Format<DetectorStep> FORMAT = new TrainingCurve.Format<>(
            List.of(
                    "step",
                    "epoch",
                    "learning_rate",
                    "loss",
                    "classification",
                    "object",
                    "overlap",
                    "points",
                    "cells",
                    "pictures_per_second"),
            step -> new double[] {
                step.step,
                step.epoch,
                step.learningRate,
                step.loss,
                step.classification,
                step.object,
                step.overlap,
                step.points,
                step.cells,
                step.picturesPerSecond
            },
            values -> new DetectorStep(
                    (long) values[0],
                    (int) values[1],
                    values[2],
                    values[3],
                    values[4],
                    values[5],
                    values[6],
                    values[7],
                    values[8],
                    values[9]));
}
