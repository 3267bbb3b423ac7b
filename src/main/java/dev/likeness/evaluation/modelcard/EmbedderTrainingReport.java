package dev.likeness.evaluation.modelcard;

import dev.likeness.evaluation.modelcard.CurvePlot.Series;
import dev.likeness.training.embedder.TrainingStep;
import java.util.List;

/// Reports the course of an embedder's training.
///
/// @param curve the completed steps, in order
public record EmbedderTrainingReport(List<TrainingStep> curve) implements TrainingCurveReport<TrainingStep> {
    public EmbedderTrainingReport {
        curve = List.copyOf(curve);
    }

    @Override
    public List<Plot<TrainingStep>> plots() {
        return List.of(
                new Plot<>("Loss", List.of(new Series<>("loss", TrainingStep::loss))),
                new Plot<>(
                        "Accuracy on the training pictures", List.of(new Series<>("accuracy", TrainingStep::accuracy))),
                new Plot<>(
                        "1 − cosine with the teacher", List.of(new Series<>("1 − cosine", TrainingStep::distillation))),
                new Plot<>(
                        "Magnitude",
                        List.of(
                                new Series<>("mean", step -> step.magnitudes().mean()),
                                new Series<>(
                                        "minimum", step -> step.magnitudes().min()),
                                new Series<>(
                                        "maximum", step -> step.magnitudes().max()))),
                new Plot<>("Learning rate", List.of(new Series<>("learning rate", TrainingStep::learningRate))));
    }

    @Override
    public List<Column<TrainingStep>> columns() {
        return List.of(
                new Column<>("learning rate", "%.5f", TrainingStep::learningRate),
                new Column<>("loss", "%.4f", TrainingStep::loss),
                new Column<>("accuracy", "%.4f", TrainingStep::accuracy),
                new Column<>("1 − cosine", "%.4f", TrainingStep::distillation),
                new Column<>("magnitude", "%.2f", step -> step.magnitudes().mean()),
                new Column<>("deviation", "%.2f", step -> step.magnitudes().standardDeviation()),
                new Column<>("pictures/s", "%.1f", TrainingStep::picturesPerSecond));
    }

    @Override
    public List<String> notes() {
        return List.of("Accuracy and loss are measured on the augmented training pictures, before each step.");
    }
}
