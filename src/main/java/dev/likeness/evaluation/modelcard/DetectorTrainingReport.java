package dev.likeness.evaluation.modelcard;

import dev.likeness.evaluation.modelcard.CurvePlot.Series;
import dev.likeness.evaluation.report.ReportPart;
import dev.likeness.training.detector.DetectorStep;
import java.util.ArrayList;
import java.util.List;

/// How a detector's training went, epoch by epoch and step by step.
///
/// @param steps how many were done
/// @param epochs means over each epoch's steps
/// @param curve the steps
public record DetectorTrainingReport(long steps, List<Epoch> epochs, List<DetectorStep> curve)
        implements TrainingCurveReport {
    public DetectorTrainingReport {
        epochs = List.copyOf(epochs);
        curve = List.copyOf(curve);
    }

    /// Means over an epoch's steps.
    public record Epoch(
            int epoch,
            double learningRate,
            double loss,
            double classification,
            double object,
            double overlap,
            double points,
            double picturesPerSecond) {}

    /// The report on a curve, which may be of a run that is not finished.
    public static DetectorTrainingReport of(List<DetectorStep> curve) {
        List<Epoch> epochs = new CurvePlot<>(curve)
                .epochs().stream()
                        .map(steps -> new Epoch(
                                steps.getFirst().epoch(),
                                CurvePlot.mean(steps, DetectorStep::learningRate),
                                CurvePlot.mean(steps, DetectorStep::loss),
                                CurvePlot.mean(steps, DetectorStep::classification),
                                CurvePlot.mean(steps, DetectorStep::object),
                                CurvePlot.mean(steps, DetectorStep::overlap),
                                CurvePlot.mean(steps, DetectorStep::points),
                                CurvePlot.mean(steps, DetectorStep::picturesPerSecond)))
                        .toList();
        return new DetectorTrainingReport(curve.size(), epochs, curve);
    }

    @Override
    public String kind() {
        return "training";
    }

    @Override
    public List<ReportPart> parts() {
        List<ReportPart> parts = new ArrayList<>();
        CurvePlot<DetectorStep> plot = new CurvePlot<>(curve);
        plot.add(
                parts,
                "Loss",
                List.of(
                        new Series<>("all", DetectorStep::loss),
                        new Series<>("class", DetectorStep::classification),
                        new Series<>("object", DetectorStep::object)));
        plot.add(parts, "IoU of the boxes", List.of(new Series<>("IoU", DetectorStep::overlap)));
        plot.add(
                parts,
                "Distance of the points, share of the face",
                List.of(new Series<>("distance", DetectorStep::points)));
        plot.add(parts, "Learning rate", List.of(new Series<>("learning rate", DetectorStep::learningRate)));
        parts.add(table());
        return parts;
    }

    @Override
    public ReportPart.Table table() {
        List<List<String>> rows = new ArrayList<>();
        for (Epoch epoch : epochs) {
            rows.add(List.of(
                    Integer.toString(epoch.epoch),
                    CurvePlot.number("%.5f", epoch.learningRate),
                    CurvePlot.number("%.4f", epoch.loss),
                    CurvePlot.number("%.4f", epoch.classification),
                    CurvePlot.number("%.4f", epoch.object),
                    CurvePlot.number("%.4f", epoch.overlap),
                    CurvePlot.number("%.4f", epoch.points),
                    CurvePlot.number("%.1f", epoch.picturesPerSecond)));
        }
        return new ReportPart.Table(
                "Epochs",
                List.of("epoch", "learning rate", "loss", "class", "object", "IoU", "points", "pictures/s"),
                rows);
    }

    @Override
    public List<String> notes() {
        return List.of(
                "All is of the training pictures as they were made, before each step; IoU and distance of the cells that were given a face.");
    }
}
