package dev.likeness.evaluation.modelcard;

import dev.likeness.evaluation.modelcard.CurvePlot.Series;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportPart;
import dev.likeness.training.run.CurveStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Reports the course of a training, which may be unfinished: plots of its steps and a table of its epochs.
///
/// @param <S> the figures of one step
interface TrainingCurveReport<S extends CurveStep> extends Report {
    /// A plot over all steps.
    record Plot<S>(String caption, List<Series<S>> series) {}

    /// A column of the table of epochs: the mean of one figure over an epoch's steps.
    ///
    /// @param format the format string of one value
    record Column<S>(String heading, String format, ToDoubleFunction<S> value) {
        String cell(List<S> epoch) {
            double mean = CurvePlot.mean(epoch, value);
            return Double.isFinite(mean) ? String.format(Locale.ROOT, format, mean) : "-";
        }
    }

    /// The completed steps, in order.
    List<S> curve();

    /// The plots, in reading order.
    List<Plot<S>> plots();

    /// The columns of the table of epochs.
    List<Column<S>> columns();

    @Override
    default String kind() {
        return "training";
    }

    @Override
    default List<ReportPart> parts() {
        List<ReportPart> parts = new ArrayList<>();
        CurvePlot<S> drawn = new CurvePlot<>(curve());
        plots().forEach(plot -> drawn.add(parts, plot.caption, plot.series));
        parts.add(table());
        return parts;
    }

    /// The table of epochs. A figure that was not measured in an epoch is shown as `-`.
    default ReportPart.Table table() {
        List<String> header = new ArrayList<>(List.of("epoch"));
        columns().forEach(column -> header.add(column.heading));
        List<List<String>> rows = new ArrayList<>();
        for (List<S> epoch : new CurvePlot<>(curve()).epochs()) {
            List<String> row =
                    new ArrayList<>(List.of(Integer.toString(epoch.getFirst().epoch())));
            columns().forEach(column -> row.add(column.cell(epoch)));
            rows.add(row);
        }
        return new ReportPart.Table("Epochs", header, rows);
    }
}
