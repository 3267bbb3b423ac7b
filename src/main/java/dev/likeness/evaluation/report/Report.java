package dev.likeness.evaluation.report;

import java.util.List;

/// What a measurement ends in: a record whose components are the JSON keys of the report, and which also knows how to
/// lay itself out for people. [ReportFormat] renders it.
public interface Report {

    /// The word for what was measured, as on the command line: `verification`.
    String kind();

    /// The report for people: tables and plots in reading order.
    List<ReportPart> parts();

    /// Sentences the reader must know: how the numbers were got, and which are missing because n is too small.
    List<String> notes();
}
