package dev.likeness.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Draws plots as inline SVG. Colours come from the page's style sheet by class: `s0` … `s5` for the series,
/// `frame`, `grid` and `tick` for the rest, so that the same drawing works in light and dark mode.
final class SvgPlot {
    private static final int WIDTH = 680;
    private static final int HEIGHT = 380;
    private static final int LEFT = 66;
    private static final int RIGHT = 18;
    private static final int TOP = 14;
    private static final int BOTTOM = 50;
    private static final int SERIES_COLOURS = 6;

    /// At least the width of a digit at the size of ticks.
    private static final double DIGIT_WIDTH = 7;

    private static final String DOCUMENT_STYLE = """
            svg {
              font-family: system-ui, Roboto, sans-serif; background: var(--card);
            """ + HtmlRenderer.LIGHT_COLOURS + "}\n" + HtmlRenderer.PLOT_STYLE;

    private final StringBuilder svg = new StringBuilder();
    private final ReportPart.Axis x;
    private final ReportPart.Axis y;

    private SvgPlot(String caption, ReportPart.Axis x, ReportPart.Axis y) {
        this.x = x;
        this.y = y;
        svg.append("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n"
                .formatted(WIDTH, HEIGHT, HtmlRenderer.escaped(caption)));
        grid();
    }

    static String lines(ReportPart.LinePlot plot) {
        SvgPlot drawing = new SvgPlot(plot.caption(), plot.x(), plot.y());
        int series = 0;
        for (ReportPart.Line line : plot.lines()) {
            drawing.line(line, series++);
        }
        return drawing.finish();
    }

    /// A drawing of lines as a file of its own, with its style and with a legend at the top left.
    static String document(ReportPart.LinePlot plot) {
        StringBuilder legend = new StringBuilder();
        for (int series = 0; series < plot.lines().size(); series++) {
            int middle = TOP + 14 + 18 * series;
            legend.append("<path class=\"line %s\" d=\"M%d %dh30\"/>".formatted(colour(series), LEFT + 12, middle));
            legend.append("<text class=\"tick\" x=\"%d\" y=\"%d\">%s</text>\n"
                    .formatted(
                            LEFT + 50,
                            middle + 4,
                            HtmlRenderer.escaped(plot.lines().get(series).name())));
        }
        return lines(plot)
                .replaceFirst("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ")
                .replaceFirst(">\n", ">\n<style>\n" + DOCUMENT_STYLE + "</style>\n")
                .replace("</svg>", legend + "</svg>");
    }

    static String histograms(ReportPart.HistogramPlot plot) {
        double highest = 0;
        double from = Double.POSITIVE_INFINITY;
        double to = Double.NEGATIVE_INFINITY;
        for (ReportPart.NamedHistogram named : plot.histograms()) {
            Histogram histogram = named.histogram();
            from = Math.min(from, histogram.from());
            to = Math.max(to, histogram.to());
            for (long count : histogram.counts()) {
                highest = Math.max(highest, share(histogram, count));
            }
        }
        SvgPlot drawing = new SvgPlot(
                plot.caption(),
                new ReportPart.Axis(plot.x(), from, to, false),
                new ReportPart.Axis("share of each", 0, highest > 0 ? highest * 1.04 : 1, false));
        int series = 0;
        for (ReportPart.NamedHistogram named : plot.histograms()) {
            drawing.steps(named, series++);
        }
        return drawing.finish();
    }

    /// The class of a series, counted from 0.
    static String colour(int series) {
        return "s" + series % SERIES_COLOURS;
    }

    private static double share(Histogram histogram, long count) {
        return histogram.n() == 0 ? 0 : (double) count / histogram.n();
    }

    private void grid() {
        for (double tick : ticks(x)) {
            double at = placeX(tick);
            svg.append("<path class=\"grid\" d=\"M%s %dV%d\"/>".formatted(number(at), TOP, HEIGHT - BOTTOM));
            String label = label(tick);
            boolean fits = at + DIGIT_WIDTH * label.length() / 2 <= WIDTH;
            svg.append("<text class=\"tick\" x=\"%s\" y=\"%d\" text-anchor=\"%s\">%s</text>\n"
                    .formatted(number(fits ? at : WIDTH), HEIGHT - BOTTOM + 18, fits ? "middle" : "end", label));
        }
        for (double tick : ticks(y)) {
            double at = placeY(tick);
            svg.append("<path class=\"grid\" d=\"M%d %sH%d\"/>".formatted(LEFT, number(at), WIDTH - RIGHT));
            svg.append("<text class=\"tick\" x=\"%d\" y=\"%s\" text-anchor=\"end\">%s</text>\n"
                    .formatted(LEFT - 8, number(at + 4), label(tick)));
        }
        svg.append("<path class=\"frame\" d=\"M%d %dV%dH%d\"/>\n".formatted(LEFT, TOP, HEIGHT - BOTTOM, WIDTH - RIGHT));
        svg.append("<text class=\"axis\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>\n"
                .formatted((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, HtmlRenderer.escaped(x.label())));
        svg.append("<text class=\"axis\" transform=\"translate(14 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>\n"
                .formatted((TOP + HEIGHT - BOTTOM) / 2, HtmlRenderer.escaped(y.label())));
    }

    private void line(ReportPart.Line line, int series) {
        StringBuilder path = new StringBuilder();
        String last = "";
        for (ReportPart.PlotPoint point : line.points()) {
            String place = number(placeX(point.x())) + " " + number(placeY(point.y()));
            if (!place.equals(last)) {
                path.append(path.isEmpty() ? "M" : "L").append(place);
                last = place;
            }
        }
        if (!path.isEmpty()) {
            svg.append("<path class=\"line %s\" d=\"%s\"><title>%s</title></path>\n"
                    .formatted(colour(series), path, HtmlRenderer.escaped(line.name())));
        }
    }

    private void steps(ReportPart.NamedHistogram named, int series) {
        Histogram histogram = named.histogram();
        double width = (histogram.to() - histogram.from()) / histogram.counts().size();
        StringBuilder path = new StringBuilder("M%s %d".formatted(number(placeX(histogram.from())), HEIGHT - BOTTOM));
        for (int bin = 0; bin < histogram.counts().size(); bin++) {
            path.append("V")
                    .append(number(placeY(share(histogram, histogram.counts().get(bin)))));
            path.append("H").append(number(placeX(histogram.from() + (bin + 1) * width)));
        }
        path.append("V%d".formatted(HEIGHT - BOTTOM));
        svg.append("<path class=\"area %s\" d=\"%s\"><title>%s</title></path>\n"
                .formatted(colour(series), path, HtmlRenderer.escaped(named.name())));
    }

    private String finish() {
        return svg.append("</svg>\n").toString();
    }

    private double placeX(double value) {
        return LEFT + fraction(x, value) * (WIDTH - RIGHT - LEFT);
    }

    private double placeY(double value) {
        return HEIGHT - BOTTOM - fraction(y, value) * (HEIGHT - BOTTOM - TOP);
    }

    private static double fraction(ReportPart.Axis axis, double value) {
        double inside = Math.clamp(value, axis.from(), axis.to());
        return axis.logarithmic()
                ? Math.log(inside / axis.from()) / Math.log(axis.to() / axis.from())
                : (inside - axis.from()) / (axis.to() - axis.from());
    }

    /// The ticks of an axis: powers of ten on a logarithmic one; on a linear one, four to ten steps of 1, 2
    /// or 5 times a power of ten.
    private static List<Double> ticks(ReportPart.Axis axis) {
        List<Double> ticks = new ArrayList<>();
        if (axis.logarithmic()) {
            int last = (int) Math.floor(Math.log10(axis.to()) + 1e-9);
            for (int power = (int) Math.ceil(Math.log10(axis.from()) - 1e-9); power <= last; power++) {
                ticks.add(Math.pow(10, power));
            }
            return ticks;
        }
        double rough = (axis.to() - axis.from()) / 5;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double mantissa = rough / power;
        double step = power * (mantissa < 1.5 ? 1 : mantissa < 3.5 ? 2 : mantissa < 7.5 ? 5 : 10);
        for (long i = (long) Math.ceil(axis.from() / step - 1e-9); i * step <= axis.to() + step * 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    private static String label(double tick) {
        String text = String.format(Locale.ROOT, "%,.6f", tick).replaceAll("\\.?0+$", "");
        return text.equals("-0") ? "0" : text.replace('-', '−');
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
