/// Which other algorithms serve as baselines, and how is one chosen? Read [Clusterers] first, then
/// [ConstrainedClusterer].
@NullMarked
package dev.likeness.cluster.algorithms;

import org.jspecify.annotations.NullMarked;
