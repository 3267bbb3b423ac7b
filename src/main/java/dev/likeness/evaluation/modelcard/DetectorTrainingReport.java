package dev.likeness.evaluation.modelcard;

import dev.likeness.evaluation.modelcard.CurvePlot.Series;
import dev.likeness.training.detector.DetectorStep;
import java.util.List;

/// Reports the course of a detector's training.
///
/// @param curve the completed steps, in order
public record DetectorTrainingReport(List<DetectorStep> curve) implements TrainingCurveReport<DetectorStep> {
    public DetectorTrainingReport {
        curve = List.copyOf(curve);
    }

    @Override
    public List<Plot<DetectorStep>> plots() {
        return List.of(
                new Plot<>(
                        "Loss",
                        List.of(
                                new Series<>("all", DetectorStep::loss),
                                new Series<>("class", DetectorStep::classification),
                                new Series<>("object", DetectorStep::object))),
                new Plot<>("IoU of the boxes", List.of(new Series<>("IoU", DetectorStep::overlap))),
                new Plot<>(
                        "Distance of the points, share of the face",
                        List.of(new Series<>("distance", DetectorStep::points))),
                new Plot<>("Learning rate", List.of(new Series<>("learning rate", DetectorStep::learningRate))));
    }

    @Override
    public List<Column<DetectorStep>> columns() {
        return List.of(
                new Column<>("learning rate", "%.5f", DetectorStep::learningRate),
                new Column<>("loss", "%.4f", DetectorStep::loss),
                new Column<>("class", "%.4f", DetectorStep::classification),
                new Column<>("object", "%.4f", DetectorStep::object),
                new Column<>("IoU", "%.4f", DetectorStep::overlap),
                new Column<>("points", "%.4f", DetectorStep::points),
                new Column<>("pictures/s", "%.1f", DetectorStep::picturesPerSecond));
    }

    @Override
    public List<String> notes() {
        return List.of(
                "All figures are measured on the synthesised training pictures, before each step; IoU and distance only on cells with a face.");
    }
}
