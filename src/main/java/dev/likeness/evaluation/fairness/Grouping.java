package dev.likeness.evaluation.fairness;

import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.report.ReportPart;
import dev.likeness.evaluation.verification.ScoreDistribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// The error rates of the groups of one attribute, or of several attributes together.
///
/// @param name name of the attribute
/// @param groups the groups, by name
/// @param differentials how far each rate differs between them
/// @param falseMatches FMR of each pair of groups
public record Grouping(
        String name, List<GroupRates> groups, List<Differential> differentials, List<CrossGroup> falseMatches) {
    /// The maximum number of groups in a table with a column for each.
    private static final int MAX_COLUMNS = 12;

    /// The false match rate between the people of two groups, or of one with itself.
    ///
    /// @param errors number of pairs of faces that match
    /// @param n number of pairs of faces
    /// @param falseMatchRate withheld if one of the groups has fewer than 30 people
    public record CrossGroup(String first, String second, long errors, long n, Figure falseMatchRate) {
        private boolean isOf(String one, String other) {
            return (first.equals(one) && second.equals(other)) || (first.equals(other) && second.equals(one));
        }
    }

    public Grouping {
        groups = List.copyOf(groups);
        differentials = List.copyOf(differentials);
        falseMatches = List.copyOf(falseMatches);
    }

    /// The tables and plots.
    ///
    /// @param everyone the rates of all people, the first row of a table
    List<ReportPart> parts(GroupRates everyone) {
        List<ReportPart> parts = new ArrayList<>();
        for (RateKind kind : RateKind.values()) {
            parts.add(rateTable(kind, everyone));
        }
        if (differentials.stream().anyMatch(differential -> differential.worst() != null)) {
            parts.add(differentialTable());
        }
        long measured =
                groups.stream().filter(group -> group.isMeasured(RateKind.FMR)).count();
        if (measured >= 2 && groups.size() <= MAX_COLUMNS) {
            parts.add(crossTable());
        }
        plot(parts, "False non-match rate", ScoreDistribution.Point::falseNonMatchRate, false);
        plot(parts, "False match rate", ScoreDistribution.Point::falseMatchRate, true);
        return parts;
    }

    private ReportPart.Table rateTable(RateKind kind, GroupRates everyone) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row(kind, everyone));
        groups.forEach(group -> rows.add(row(kind, group)));
        return new ReportPart.Table(
                "%s (%s) by %s".formatted(capitalised(kind.words()), kind, name),
                List.of(
                        name,
                        "people",
                        kind.observations(),
                        "errors",
                        kind.name() + " (95 %)",
                        "minus the others (95 %)",
                        "result"),
                rows);
    }

    private static List<String> row(RateKind kind, GroupRates group) {
        ErrorRate rate = group.rate(kind);
        List<String> cells = new ArrayList<>(
                List.of(group.group(), count(rate.people()), count(rate.n()), count(rate.errors()), rate.text()));
        var difference = group.minusOthers().get(kind);
        if (difference == null) {
            cells.addAll(List.of("–", "–"));
        } else {
            cells.add("%s (%s to %s)"
                    .formatted(
                            ErrorRate.text(difference.estimate()),
                            ErrorRate.text(difference.low()),
                            ErrorRate.text(difference.high())));
            cells.add(
                    !difference.excludesZero()
                            ? "no difference shown"
                            : difference.estimate() > 0 ? "higher" : "lower");
        }
        return cells;
    }

    private ReportPart.Table differentialTable() {
        return new ReportPart.Table(
                "Differentials by " + name,
                List.of("rate", "worst", "best", "worst / best", "worst / geometric mean"),
                differentials.stream()
                        .map(differential -> List.of(
                                differential.rate().name(),
                                differential.worst() == null ? "–" : differential.worst(),
                                differential.best() == null ? "–" : differential.best(),
                                ratio(differential.worstToBest()),
                                ratio(differential.worstToGeometricMean())))
                        .toList());
    }

    private static String ratio(Figure figure) {
        return figure.value().isPresent() ? figure.text(2) : "–";
    }

    private ReportPart.Table crossTable() {
        List<String> header = new ArrayList<>(List.of(name));
        groups.forEach(group -> header.add(group.group()));
        List<List<String>> rows = new ArrayList<>();
        for (GroupRates group : groups) {
            List<String> row = new ArrayList<>(List.of(group.group()));
            for (GroupRates other : groups) {
                row.add(falseMatches.stream()
                        .filter(cell -> cell.isOf(group.group(), other.group()))
                        .findFirst()
                        .flatMap(cell -> cell.falseMatchRate.value().stream()
                                .mapToObj(ErrorRate::text)
                                .findFirst())
                        .orElse("too few"));
            }
            rows.add(row);
        }
        return new ReportPart.Table("False match rate across the groups of " + name, header, rows);
    }

    private void plot(
            List<ReportPart> parts, String words, ToDoubleFunction<ScoreDistribution.Point> rate, boolean logarithmic) {
        List<GroupRates> drawn =
                groups.stream().filter(group -> !group.curve().isEmpty()).toList();
        if (drawn.isEmpty()) {
            return;
        }
        double from = drawn.stream()
                .mapToDouble(group -> group.curve().getFirst().threshold())
                .min()
                .orElseThrow();
        double to = drawn.stream()
                .mapToDouble(group -> group.curve().getLast().threshold())
                .max()
                .orElseThrow();
        parts.add(new ReportPart.LinePlot(
                "%s by %s and cosine threshold".formatted(words, name),
                new ReportPart.Axis("threshold of the cosine", from, to, false),
                new ReportPart.Axis(words.toLowerCase(Locale.ROOT), logarithmic ? 1e-6 : 0, 1, logarithmic),
                drawn.stream()
                        .map(group -> new ReportPart.Line(
                                group.group(),
                                group.curve().stream()
                                        .map(point ->
                                                new ReportPart.PlotPoint(point.threshold(), rate.applyAsDouble(point)))
                                        .toList()))
                        .toList()));
    }

    static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    private static String capitalised(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
