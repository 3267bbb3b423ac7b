/// What does a cosine or a magnitude mean? A magnitude becomes a quality, a cosine becomes a log-likelihood ratio, a
/// probability and a decision.
///
/// Start with [dev.likeness.calibration.Calibration] (everything learned about one model, as a file) and
/// [dev.likeness.calibration.MatchCalibration] (what the cosine of a pair means, given both qualities).
@NullMarked
package dev.likeness.calibration;

import org.jspecify.annotations.NullMarked;
