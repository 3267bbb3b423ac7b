/// How does a user measure accuracy, or fit a calibration?
///
/// Read [dev.likeness.cli.evaluate.EvaluateVerificationCommand] first, a typical evaluation, then
/// [dev.likeness.cli.evaluate.ReportFlags], which prints and writes every report.
@NullMarked
package dev.likeness.cli.evaluate;

import org.jspecify.annotations.NullMarked;
