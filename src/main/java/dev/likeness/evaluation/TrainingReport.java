package dev.likeness.evaluation;

import dev.likeness.evaluation.ReportPart.Axis;
import dev.likeness.evaluation.ReportPart.Line;
import dev.likeness.evaluation.ReportPart.PlotPoint;
import dev.likeness.training.TrainingStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// How a training went, epoch by epoch and step by step.
///
/// @param steps how many were done
/// @param epochs means over each epoch's steps
/// @param curve the steps
public record TrainingReport(long steps, List<Epoch> epochs, List<TrainingStep> curve) implements Report {
    /// A plot shows at most so many points, each the mean of the steps around it.
    private static final int MOST_POINTS = 400;

    public TrainingReport {
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
    public static TrainingReport of(List<TrainingStep> curve) {
        List<Epoch> epochs = new ArrayList<>();
        int from = 0;
        while (from < curve.size()) {
            int to = from;
            while (to < curve.size() && curve.get(to).epoch() == curve.get(from).epoch()) {
                to++;
            }
            List<TrainingStep> steps = curve.subList(from, to);
            epochs.add(new Epoch(
                    curve.get(from).epoch(),
                    mean(steps, TrainingStep::learningRate),
                    mean(steps, TrainingStep::loss),
                    mean(steps, TrainingStep::accuracy),
                    mean(steps, TrainingStep::distillation),
                    mean(steps, step -> step.magnitudes().mean()),
                    mean(steps, step -> step.magnitudes().deviation()),
                    mean(steps, TrainingStep::picturesPerSecond)));
            from = to;
        }
        return new TrainingReport(curve.size(), epochs, curve);
    }

    private static double mean(List<TrainingStep> steps, ToDoubleFunction<TrainingStep> value) {
        return steps.stream()
                .mapToDouble(value)
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }

    @Override
    public String measured() {
        return "training";
    }

    @Override
    public List<ReportPart> parts() {
        List<ReportPart> parts = new ArrayList<>();
        plot(parts, "Loss", List.of(new Series("loss", TrainingStep::loss)));
        plot(parts, "Accuracy on the training pictures", List.of(new Series("accuracy", TrainingStep::accuracy)));
        plot(parts, "1 − cosine with the teacher", List.of(new Series("1 − cosine", TrainingStep::distillation)));
        plot(
                parts,
                "Magnitude",
                List.of(
                        new Series("mean", step -> step.magnitudes().mean()),
                        new Series("least", step -> step.magnitudes().least()),
                        new Series("greatest", step -> step.magnitudes().greatest())));
        plot(parts, "Learning rate", List.of(new Series("learning rate", TrainingStep::learningRate)));
        parts.add(table());
        return parts;
    }

    /// The means of each epoch as a table.
    ReportPart.Table table() {
        List<List<String>> rows = new ArrayList<>();
        for (Epoch epoch : epochs) {
            rows.add(List.of(
                    Integer.toString(epoch.epoch),
                    number("%.5f", epoch.learningRate),
                    number("%.4f", epoch.loss),
                    number("%.4f", epoch.accuracy),
                    number("%.4f", epoch.distillation),
                    number("%.2f", epoch.magnitude),
                    number("%.2f", epoch.deviation),
                    number("%.1f", epoch.picturesPerSecond)));
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

    private static String number(String format, double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "-";
    }

    private record Series(String name, ToDoubleFunction<TrainingStep> value) {}

    /// Adds a plot of the series, unless nothing of them was measured.
    private void plot(List<ReportPart> parts, String caption, List<Series> series) {
        List<Line> lines = series.stream().map(this::line).toList();
        double most = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(PlotPoint::y)
                .max()
                .orElse(0);
        if (most > 0) {
            parts.add(new ReportPart.LinePlot(
                    caption,
                    new Axis("step", 0, Math.max(1, steps), false),
                    new Axis(caption, 0, most * 1.05, false),
                    lines));
        }
    }

    private Line line(Series series) {
        List<PlotPoint> points = new ArrayList<>();
        int stride = Math.max(1, Math.ceilDiv(curve.size(), MOST_POINTS));
        for (int from = 0; from < curve.size(); from += stride) {
            List<TrainingStep> part = curve.subList(from, Math.min(curve.size(), from + stride));
            double mean = mean(part, series.value);
            if (Double.isFinite(mean)) {
                points.add(new PlotPoint(part.getLast().step(), mean));
            }
        }
        return new Line(series.name, points);
    }

    @Override
    public List<String> notes() {
        return List.of("Accuracy and loss are of the training pictures as they were changed, before each step.");
    }
}
