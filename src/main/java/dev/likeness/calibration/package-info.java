/// What do a cosine and a magnitude mean? A magnitude becomes a quality; a cosine becomes a log-likelihood
/// ratio, a probability and a decision.
///
/// Read [Calibration] first (the parameters fitted for one model, as a file), then [MatchCalibration] (the
/// log-likelihood ratio of a pair).
@NullMarked
package dev.likeness.calibration;

import org.jspecify.annotations.NullMarked;
