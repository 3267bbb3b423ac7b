package dev.likeness.evaluation.report;

import java.util.List;
import java.util.Locale;

/// Renders a report as a single HTML page without scripts and network access. It is light or dark like the
/// reader's system.
final class HtmlRenderer {
    /// The classes of [SvgPlot].
    static final String PLOT_STYLE = """
            .grid { stroke: var(--rule); } .frame { stroke: var(--soft); fill: none; }
            .tick { fill: var(--soft); font-size: 12px; font-variant-numeric: tabular-nums; } .axis { fill: var(--ink); font-size: 13px; }
            .line { fill: none; stroke: var(--c); stroke-width: 2.2; stroke-linejoin: round; }
            .area { fill: var(--c); fill-opacity: .28; stroke: var(--c); stroke-width: 1.5; }
            .s0 { --c: var(--s0); } .s1 { --c: var(--s1); } .s2 { --c: var(--s2); } .s3 { --c: var(--s3); } .s4 { --c: var(--s4); }
            .s5 { --c: var(--s5); }
            .line.s1 { stroke-dasharray: 9 4; } .line.s2 { stroke-dasharray: 3 3; } .line.s3 { stroke-dasharray: 12 4 3 4; }
            .line.s4 { stroke-dasharray: 1 4; stroke-linecap: round; } .line.s5 { stroke-dasharray: 6 6; }
            """;

    /// The colours on a light page. Those of series are of Okabe and Ito (2008), which most colour-blind readers
    /// can tell apart; they are lighter on a dark page.
    static final String LIGHT_COLOURS = """
            --page: #fbfbfa; --card: #fff; --ink: #1c2126; --soft: #5d6770; --rule: #e3e6e8;
            --s0: #0072b2; --s1: #d55e00; --s2: #009e73; --s3: #cc79a7; --s4: #b8860b; --s5: #6b7580;
            """;

    private static final String STYLE = ":root { color-scheme: light dark; " + LIGHT_COLOURS + """
            }
            @media (prefers-color-scheme: dark) { :root { --page: #14171a; --card: #1c2024; --ink: #e8eaec; --soft: #9aa4ad;
              --rule: #31373d; --s0: #56b4e9; --s1: #f08a4b; --s2: #37c99d; --s3: #e29cc3; --s4: #e5c04a; --s5: #a3adb6; } }
            * { box-sizing: border-box; }
            body { margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 60rem; background: var(--page); color: var(--ink);
              font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
            h1 { margin: 0; font-size: 1.9rem; letter-spacing: -.01em; } h1::first-letter { text-transform: uppercase; }
            h2 { margin: 0 0 .75rem; font-size: 1.05rem; }
            .by { margin: .25rem 0 1.75rem; color: var(--soft); }
            section { margin: 0 0 1.25rem; padding: 1.1rem 1.25rem 1.25rem; background: var(--card); border: 1px solid var(--rule);
              border-radius: 10px; overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; font-size: .95rem; font-variant-numeric: tabular-nums; }
            th { font-weight: 600; color: var(--soft); border-bottom: 1px solid var(--rule); }
            th, td { padding: .34rem .9rem .34rem 0; text-align: right; white-space: nowrap; }
            th:first-child, td:first-child { text-align: left; } th:last-child, td:last-child { padding-right: 0; }
            tbody tr + tr td { border-top: 1px solid var(--rule); }
            ul { margin: 0; padding-left: 1.1rem; } li { margin: .2rem 0; }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; margin: 0; font-size: .95rem; }
            dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
            svg { display: block; width: 100%; height: auto; }
            """ + PLOT_STYLE + """
            .legend { display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; margin: .5rem 0 0; padding: 0; list-style: none; font-size: .9rem; }
            .legend svg { display: inline-block; width: 30px; height: 12px; margin-right: .45rem; vertical-align: -1px; }
            @media print { body { padding: 0; } section { break-inside: avoid; } }
            """;

    private HtmlRenderer() {}

    static String render(Report report, Provenance provenance) {
        StringBuilder page = new StringBuilder();
        page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.append("<title>Likeness: ").append(escaped(report.kind())).append("</title>\n");
        page.append("<style>\n").append(STYLE).append("</style>\n</head>\n<body>\n");
        page.append("<h1>").append(escaped(report.kind())).append("</h1>\n");
        page.append("<p class=\"by\">Measured by Likeness with %s</p>\n".formatted(escaped(provenance.model())));
        for (ReportPart part : report.parts()) {
            page.append("<section>\n<h2>").append(escaped(part.caption())).append("</h2>\n");
            switch (part) {
                case ReportPart.Table table -> append(page, table);
                case ReportPart.LinePlot plot -> {
                    page.append(SvgPlot.lines(plot));
                    legend(
                            page,
                            "line",
                            plot.lines().stream().map(ReportPart.Line::name).toList());
                }
                case ReportPart.HistogramPlot plot -> {
                    page.append(SvgPlot.histograms(plot));
                    legend(
                            page,
                            "area",
                            plot.histograms().stream()
                                    .map(named -> String.format(
                                            Locale.ROOT,
                                            "%s (n = %,d)",
                                            named.name(),
                                            named.histogram().n()))
                                    .toList());
                }
            }
            page.append("</section>\n");
        }
        page.append("<section>\n<h2>Notes</h2>\n<ul>\n");
        report.notes().forEach(note -> page.append("<li>").append(escaped(note)).append("</li>\n"));
        page.append("</ul>\n</section>\n");
        append(page, provenance);
        return page.append("</body>\n</html>\n").toString();
    }

    private static void append(StringBuilder page, ReportPart.Table table) {
        page.append("<table>\n<thead><tr>");
        table.header().forEach(cell -> page.append("<th>").append(escaped(cell)).append("</th>"));
        page.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : table.rows()) {
            page.append("<tr>");
            row.forEach(cell -> page.append("<td>").append(escaped(cell)).append("</td>"));
            page.append("</tr>\n");
        }
        page.append("</tbody>\n</table>\n");
    }

    private static void legend(StringBuilder page, String kind, List<String> names) {
        page.append("<ul class=\"legend\">\n");
        for (int series = 0; series < names.size(); series++) {
            page.append(
                    "<li><svg viewBox=\"0 0 30 12\" aria-hidden=\"true\"><path class=\"%s %s\" d=\"%s\"/></svg>%s</li>\n"
                            .formatted(
                                    kind,
                                    SvgPlot.colour(series),
                                    kind.equals("line") ? "M0 6H30" : "M1 1H29V11H1Z",
                                    escaped(names.get(series))));
        }
        page.append("</ul>\n");
    }

    private static void append(StringBuilder page, Provenance provenance) {
        page.append("<section>\n<h2>Provenance</h2>\n<dl>\n");
        entry(page, "revision", provenance.revision());
        entry(page, "model", provenance.model());
        if (!provenance.modelSha256().isEmpty()) {
            entry(page, "SHA-256", provenance.modelSha256());
        }
        entry(page, "machine", provenance.machine());
        provenance.parameters().forEach((name, value) -> entry(page, name, value));
        page.append("</dl>\n</section>\n");
    }

    private static void entry(StringBuilder page, String name, String value) {
        page.append("<dt>%s</dt><dd>%s</dd>\n".formatted(escaped(name), escaped(value)));
    }

    /// Escapes text for use in elements and quoted attributes.
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
