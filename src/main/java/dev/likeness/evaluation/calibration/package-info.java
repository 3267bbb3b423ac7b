/// How well are the probabilities calibrated? Read [CalibrationReport] first, then [CalibrationFitter].
@NullMarked
package dev.likeness.evaluation.calibration;

import org.jspecify.annotations.NullMarked;
