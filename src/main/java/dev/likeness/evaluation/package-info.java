/// How accurate is Likeness? Standard protocols on the user's own data: verification, templates, error versus
/// reject, clustering, open-set identification, calibration and error rates by demographic group.
///
/// Start with [dev.likeness.evaluation.report.Report], the result of every measurement, and
/// [dev.likeness.evaluation.verification.VerificationReport], the simplest one. The metrics take only
/// numbers; the evaluations that call them read the data.
@NullMarked
package dev.likeness.evaluation;

import org.jspecify.annotations.NullMarked;
