package dev.likeness.training.detector;

import dev.likeness.training.run.CurveStep;
import dev.likeness.training.run.TrainingCurve;
import java.util.List;

/// What one step of a detector's training came to, as [DetectorLoss] measures it. NaN stands where the
/// teacher saw no face.
///
/// @param step from 1: how many are done
/// @param epoch from 1
/// @param learningRate used in it
/// @param loss all of it
/// @param classification divergence of the class
/// @param object divergence of the object
/// @param overlap mean IoU of the boxes with the teacher's
/// @param points mean distance of the points from the teacher's, as a share of the face's size
/// @param cells about how many see a face
/// @param picturesPerSecond since the run began or went on
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
