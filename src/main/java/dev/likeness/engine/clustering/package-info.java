/// How do the faces of a gallery become people? Read [Clustering] first, then [ClusteringListener].
@NullMarked
package dev.likeness.engine.clustering;

import org.jspecify.annotations.NullMarked;
