/// How true are the probabilities? Read [CalibrationReport] first, then [CalibrationFitter].
@NullMarked
package dev.likeness.evaluation.calibration;

import org.jspecify.annotations.NullMarked;
