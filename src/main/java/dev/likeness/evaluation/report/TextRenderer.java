package dev.likeness.evaluation.report;

import java.util.ArrayList;
import java.util.List;

/// Renders a report for a terminal, with names aligned left and numbers aligned right.
final class TextRenderer {
    private TextRenderer() {}

    static String render(Report report, Provenance provenance) {
        StringBuilder text = new StringBuilder();
        for (ReportPart part : report.parts()) {
            if (part instanceof ReportPart.Table table) {
                append(text, table);
            }
        }
        report.notes().forEach(note -> text.append("- ").append(note).append('\n'));
        text.append('\n');
        text.append("revision %s, model %s, %s%n"
                .formatted(provenance.revision(), provenance.model(), provenance.machine())
                .replace("\r\n", "\n"));
        return text.toString();
    }

    private static void append(StringBuilder text, ReportPart.Table table) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(table.header());
        lines.addAll(table.rows());
        int[] widths = new int[table.header().size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        text.append(table.caption()).append('\n');
        for (List<String> line : lines) {
            StringBuilder row = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String padding = " ".repeat(widths[i] - line.get(i).length());
                row.append(i == 0 ? "  " + line.get(i) + padding : "  " + padding + line.get(i));
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
        text.append('\n');
    }
}
