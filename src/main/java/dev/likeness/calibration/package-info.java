/// What does a cosine or a magnitude mean?
///
/// [dev.likeness.calibration.QualityScale] turns an embedding's magnitude into a quality that people can read.
@NullMarked
package dev.likeness.calibration;

import org.jspecify.annotations.NullMarked;
