/// How well does magnitude order pictures by quality? Read [QualityReport] first, then [MagnitudeReport].
@NullMarked
package dev.likeness.evaluation.quality;

import org.jspecify.annotations.NullMarked;
