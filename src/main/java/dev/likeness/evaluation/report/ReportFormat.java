package dev.likeness.evaluation.report;

/// The three forms of a [SoakReport].
public enum ReportFormat {
    /// Tables for a terminal; plots are left out.
    TEXT {
        @Override
        public String render(Report report, Provenance provenance) {
            return TextRenderer.render(report, provenance);
        }
    },
    /// One object: `measured`, `provenance`, the components of the report's record under their own names, and `notes`.
    /// A figure is a number, or null if there are too few observations; then a note says what was missing.
    JSON {
        @Override
        public String render(Report report, Provenance provenance) {
            return JsonRenderer.render(report, provenance);
        }
    },
    /// One page with plots that needs no network and no script.
    HTML {
        @Override
        public String render(Report report, Provenance provenance) {
            return HtmlRenderer.render(report, provenance);
        }
    };

    /// The report as text in this form, ending with a line break.
    public abstract String render(Report report, Provenance provenance);
}
