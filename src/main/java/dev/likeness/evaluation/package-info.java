/// How good is it? The field's own protocols on the user's own data: verification, templates, error versus reject,
/// clustering, open-set identification, calibration.
///
/// Start with [dev.likeness.evaluation.report.Report] (what every measurement ends in) and
/// [dev.likeness.evaluation.verification.VerificationReport] (the simplest of them). The arithmetic needs numbers only;
/// where they
/// come from is the business of whoever calls it.
@NullMarked
package dev.likeness.evaluation;

import org.jspecify.annotations.NullMarked;
