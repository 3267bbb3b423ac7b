/// How does one detector compare with another? Read [DetectorReport] first, then [DetectorComparison].
@NullMarked
package dev.likeness.evaluation.detection;

import org.jspecify.annotations.NullMarked;
