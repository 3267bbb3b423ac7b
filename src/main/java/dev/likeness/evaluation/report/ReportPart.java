package dev.likeness.evaluation.report;

import java.util.List;

/// One table or plot of a report.
public sealed interface ReportPart {

    String caption();

    /// The same part with another caption.
    default ReportPart withCaption(String other) {
        return switch (this) {
            case Table table -> new Table(other, table.header, table.rows);
            case LinePlot plot -> new LinePlot(other, plot.x, plot.y, plot.lines);
            case HistogramPlot plot -> new HistogramPlot(other, plot.x, plot.histograms);
        };
    }

    /// Rows of text under a header of the same width. The first column contains names, the others numbers.
    record Table(String caption, List<String> header, List<List<String>> rows) implements ReportPart {
        public Table {
            header = List.copyOf(header);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /// Lines in one frame.
    record LinePlot(String caption, Axis x, Axis y, List<Line> lines) implements ReportPart {
        public LinePlot {
            lines = List.copyOf(lines);
        }

        /// The drawing as an SVG file.
        public String svg() {
            return SvgPlot.document(this);
        }
    }

    /// Overlaid histograms with the same bins, each as shares of its own total.
    record HistogramPlot(String caption, String x, List<NamedHistogram> histograms) implements ReportPart {
        public HistogramPlot {
            histograms = List.copyOf(histograms);
        }
    }

    /// An axis from `from` to `to`. A logarithmic one needs `from` above 0; points below it are drawn at
    /// its edge.
    record Axis(String label, double from, double to, boolean logarithmic) {}

    /// A named line through points in order.
    record Line(String name, List<PlotPoint> points) {
        public Line {
            points = List.copyOf(points);
        }
    }

    record PlotPoint(double x, double y) {}

    record NamedHistogram(String name, Histogram histogram) {}
}
