/// How well do clusters match labelled people? Read [ClusteringReport] first, then [ClusteringComparison].
@NullMarked
package dev.likeness.evaluation.clustering;

import org.jspecify.annotations.NullMarked;
