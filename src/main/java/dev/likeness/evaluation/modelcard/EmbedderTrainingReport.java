package dev.likeness.evaluation.modelcard;

import dev.likeness.evaluation.modelcard.CurvePlot.Series;
import dev.likeness.evaluation.report.ReportPart;
import dev.likeness.training.embedder.TrainingStep;
import java.util.ArrayList;
import java.util.List;

/// How a training went, epoch by epoch and step by step.
///
/// @param steps how many were done
/// @param epochs means over each epoch's steps
/// @param curve the steps
public record EmbedderTrainingReport(long steps, List<Epoch> epochs, List<TrainingStep> curve)
        implements TrainingCurveReport {
    public EmbedderTrainingReport {
        epochs = List.copyOf(epochs);
        curve = List.copyOf(curve);
    }

    /// Means over an epoch's steps; NaN where nothing was measured.
    public record Epoch(
            int epoch,
            double learningRate,
            double loss,
            double accuracy,
            double distillation,
            double magnitude,
            double deviation,
            double picturesPerSecond) {}

    /// The report on a curve, which may be of a run that is not finished.
    public static EmbedderTrainingReport of(List<TrainingStep> curve) {
        List<Epoch> epochs = new CurvePlot<>(curve)
                .epochs().stream()
                        .map(steps -> new Epoch(
                                steps.getFirst().epoch(),
                                CurvePlot.mean(steps, TrainingStep::learningRate),
                                CurvePlot.mean(steps, TrainingStep::loss),
                                CurvePlot.mean(steps, TrainingStep::accuracy),
                                CurvePlot.mean(steps, TrainingStep::distillation),
                                CurvePlot.mean(steps, step -> step.magnitudes().mean()),
                                CurvePlot.mean(steps, step -> step.magnitudes().standardDeviation()),
                                CurvePlot.mean(steps, TrainingStep::picturesPerSecond)))
                        .toList();
        return new EmbedderTrainingReport(curve.size(), epochs, curve);
    }

    @Override
    public String kind() {
        return "training";
    }

    @Override
    public List<ReportPart> parts() {
        List<ReportPart> parts = new ArrayList<>();
        CurvePlot<TrainingStep> plot = new CurvePlot<>(curve);
        plot.add(parts, "Loss", List.of(new Series<>("loss", TrainingStep::loss)));
        plot.add(parts, "Accuracy on the training pictures", List.of(new Series<>("accuracy", TrainingStep::accuracy)));
        plot.add(parts, "1 − cosine with the teacher", List.of(new Series<>("1 − cosine", TrainingStep::distillation)));
        plot.add(
                parts,
                "Magnitude",
                List.of(
                        new Series<>("mean", step -> step.magnitudes().mean()),
                        new Series<>("least", step -> step.magnitudes().min()),
                        new Series<>("greatest", step -> step.magnitudes().max())));
        plot.add(parts, "Learning rate", List.of(new Series<>("learning rate", TrainingStep::learningRate)));
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
                    CurvePlot.number("%.4f", epoch.accuracy),
                    CurvePlot.number("%.4f", epoch.distillation),
                    CurvePlot.number("%.2f", epoch.magnitude),
                    CurvePlot.number("%.2f", epoch.deviation),
                    CurvePlot.number("%.1f", epoch.picturesPerSecond)));
        }
        return new ReportPart.Table(
                "Epochs",
                List.of(
                        "epoch",
                        "learning rate",
                        "loss",
                        "accuracy",
                        "1 − cosine",
                        "magnitude",
                        "deviation",
                        "pictures/s"),
                rows);
    }

    @Override
    public List<String> notes() {
        return List.of("Accuracy and loss are of the training pictures as they were changed, before each step.");
    }
}
