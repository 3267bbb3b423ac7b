package dev.likeness.evaluation.modelcard;

import dev.likeness.evaluation.report.ReportPart;
import dev.likeness.evaluation.report.ReportPart.Axis;
import dev.likeness.evaluation.report.ReportPart.Line;
import dev.likeness.evaluation.report.ReportPart.PlotPoint;
import dev.likeness.training.run.CurveStep;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Plots the steps of a training.
///
/// @param curve the completed steps, in order
record CurvePlot<S extends CurveStep>(List<S> curve) {
    /// The maximum number of points of a plot; each is the mean of neighbouring steps.
    private static final int MAX_POINTS = 400;

    /// A named figure of a step.
    record Series<S>(String name, ToDoubleFunction<S> value) {}

    /// Adds a plot of the series, unless none of its figures was measured.
    void add(List<ReportPart> parts, String caption, List<Series<S>> series) {
        List<Line> lines = series.stream().map(this::line).toList();
        double max = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(PlotPoint::y)
                .max()
                .orElse(0);
        if (max > 0) {
            parts.add(new ReportPart.LinePlot(
                    caption,
                    new Axis("step", 0, Math.max(1, curve.size()), false),
                    new Axis(caption, 0, max * 1.05, false),
                    lines));
        }
    }

    private Line line(Series<S> series) {
        List<PlotPoint> points = new ArrayList<>();
        int stride = Math.max(1, Math.ceilDiv(curve.size(), MAX_POINTS));
        for (int from = 0; from < curve.size(); from += stride) {
            List<S> part = curve.subList(from, Math.min(curve.size(), from + stride));
            double mean = mean(part, series.value);
            if (Double.isFinite(mean)) {
                points.add(new PlotPoint(part.getLast().step(), mean));
            }
        }
        return new Line(series.name, points);
    }

    /// The steps of each epoch.
    List<List<S>> epochs() {
        List<List<S>> epochs = new ArrayList<>();
        int from = 0;
        while (from < curve.size()) {
            int to = from;
            while (to < curve.size() && curve.get(to).epoch() == curve.get(from).epoch()) {
                to++;
            }
            epochs.add(curve.subList(from, to));
            from = to;
        }
        return epochs;
    }

    /// The mean of a figure over the steps that measured it; NaN if no step did.
    static <S> double mean(List<S> steps, ToDoubleFunction<S> value) {
        return steps.stream()
                .mapToDouble(value)
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }
}
