package dev.likeness.evaluation.report;

/// The three formats of a [Report].
public enum ReportFormat {
    /// Tables for a terminal, without plots.
    TEXT {
        @Override
        public String render(Report report, Provenance provenance) {
            return TextRenderer.render(report, provenance);
        }
    },
    /// One object: `kind`, `provenance`, the components of the report's record under their own names, and
    /// `notes`. A figure is a number, or null if there are too few observations; then a note says what is
    /// missing.
    JSON {
        @Override
        public String render(Report report, Provenance provenance) {
            return JsonRenderer.render(report, provenance);
        }
    },
    /// A single page with plots that needs no network and no scripts.
    HTML {
        @Override
        public String render(Report report, Provenance provenance) {
            return HtmlRenderer.render(report, provenance);
        }
    };

    /// Renders a report; the text ends with a line break.
    public abstract String render(Report report, Provenance provenance);
}
