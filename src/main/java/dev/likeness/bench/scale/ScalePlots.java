package dev.likeness.bench.scale;

import dev.likeness.evaluation.report.ReportPart.Axis;
import dev.likeness.evaluation.report.ReportPart.Line;
import dev.likeness.evaluation.report.ReportPart.LinePlot;
import dev.likeness.evaluation.report.ReportPart.PlotPoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Plots of [ScaleBenchmark]: CPU time and bytes against the number of faces.
public final class ScalePlots {
    private ScalePlots() {}

    /// CPU time of the steps that read or write the whole gallery, on logarithmic axes.
    public static LinePlot time(List<StepResult> results) {
        return plot(
                "CPU time by number of faces",
                "CPU s",
                List.of(
                        line("build (faces added)", ScaleStep.BUILD, results, StepResult::cpuSeconds),
                        line("cluster all", ScaleStep.CLUSTER, results, StepResult::cpuSeconds),
                        line("duplicates", ScaleStep.DUPLICATES, results, StepResult::cpuSeconds),
                        line("add 1,000 and cluster", ScaleStep.ADD, results, StepResult::cpuSeconds)));
    }

    /// Peak memory of the steps, and the size of the gallery's files, on logarithmic axes.
    public static LinePlot bytes(List<StepResult> results) {
        return plot(
                "Memory and disk by number of faces",
                "MB",
                List.of(
                        line("files", ScaleStep.BUILD, results, StepResult::diskMegabytes),
                        line("memory: cluster all", ScaleStep.CLUSTER, results, ScalePlots::memory),
                        line("memory: build", ScaleStep.BUILD, results, ScalePlots::memory),
                        line("memory: search", ScaleStep.SEARCH, results, ScalePlots::memory)));
    }

    private static double memory(StepResult result) {
        Double peak = result.anonymousMegabytes();
        return peak == null ? 0 : peak;
    }

    private static Line line(
            String name, ScaleStep step, List<StepResult> results, ToDoubleFunction<StepResult> figure) {
        return new Line(
                name,
                results.stream()
                        .filter(result -> result.step() == step && figure.applyAsDouble(result) > 0)
                        .sorted(Comparator.comparingInt(StepResult::faces))
                        .map(result -> new PlotPoint(result.faces(), figure.applyAsDouble(result)))
                        .toList());
    }

    private static LinePlot plot(String caption, String unit, List<Line> lines) {
        List<PlotPoint> points = new ArrayList<>();
        lines.forEach(line -> points.addAll(line.points()));
        return new LinePlot(
                caption,
                axis("faces", points, PlotPoint::x, 1),
                // Room for the legend.
                axis(unit, points, PlotPoint::y, 10),
                lines);
    }

    private static Axis axis(String label, List<PlotPoint> points, ToDoubleFunction<PlotPoint> of, double room) {
        return new Axis(
                label,
                Math.pow(
                        10,
                        Math.floor(
                                Math.log10(points.stream().mapToDouble(of).min().orElse(1)))),
                points.stream().mapToDouble(of).max().orElse(10) * room,
                true);
    }
}
