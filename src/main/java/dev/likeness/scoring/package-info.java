/// What do a cosine and two magnitudes mean in this gallery? Read [MatchScorer] first, then [Calibrations].
@NullMarked
package dev.likeness.scoring;

import org.jspecify.annotations.NullMarked;
