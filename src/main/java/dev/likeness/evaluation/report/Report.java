package dev.likeness.evaluation.report;

import java.util.List;

/// The result of a measurement: a record whose components are the report's JSON keys, and which lays itself
/// out as tables and plots. [ReportFormat] renders it.
public interface Report {

    /// The name of the measurement, as on the command line: `verification`.
    String kind();

    /// The tables and plots, in reading order.
    List<ReportPart> parts();

    /// Notes for the reader: how the figures were measured, and which are withheld because n is too small.
    List<String> notes();
}
