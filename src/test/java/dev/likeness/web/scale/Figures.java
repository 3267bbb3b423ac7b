package dev.likeness.web.scale;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The table of what was measured.
final class Figures {
    private final List<Figure> figures = new ArrayList<>();
    private final PrintStream out;

    private record Figure(String rule, String value, String reached) {}

    /// @param out receives each figure as soon as it is known, and the table at the end
    Figures(PrintStream out) {
        this.out = out;
    }

    /// A figure without a rule.
    @SuppressWarnings("AnnotateFormatMethod")
    void add(String what, String value, Object... arguments) {
        note(new Figure(what, String.format(Locale.ROOT, value, arguments), ""));
    }

    /// A figure that must be at most so large.
    void atMost(String rule, double limit, double value, String unit) {
        note(new Figure(
                String.format(Locale.ROOT, "%s < %.0f %s", rule, limit, unit),
                String.format(Locale.ROOT, "%,.0f %s", value, unit),
                value < limit ? "yes" : "NO"));
    }

    /// A rule with its own words.
    @SuppressWarnings("AnnotateFormatMethod")
    void rule(String rule, boolean reached, String value, Object... arguments) {
        note(new Figure(rule, String.format(Locale.ROOT, value, arguments), reached ? "yes" : "NO"));
    }

    private void note(Figure figure) {
        figures.add(figure);
        out.println("… " + figure.rule + ": " + figure.value);
    }

    void print() {
        int rule = width(figures.stream().map(Figure::rule).toList());
        int value = width(figures.stream().map(Figure::value).toList());
        out.println();
        out.printf("| %s | %s | reached |%n", pad("figure", rule), pad("value", value));
        out.printf("|%s|%s|---------|%n", "-".repeat(rule + 2), "-".repeat(value + 2));
        for (Figure figure : figures) {
            out.printf("| %s | %s | %s |%n", pad(figure.rule, rule), pad(figure.value, value), pad(figure.reached, 7));
        }
    }

    private static int width(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
