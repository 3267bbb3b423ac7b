package dev.likeness.evaluation.modelcard;

import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportPart;

/// How a training went.
interface TrainingCurveReport extends Report {
    /// How many steps were done.
    long steps();

    /// The means of each epoch as a table.
    ReportPart.Table table();
}
