package dev.likeness.cluster;

import java.util.Comparator;
import java.util.List;

/// Which faces look like a face: the clusterer's view of an index. Safe for use by several threads.
@FunctionalInterface
public interface Neighbourhood {

    /// The other faces whose cosine to face number `face` is at least `minCosine`.
    List<Neighbour> within(int face, float minCosine);

    /// The `k` other faces nearest to face number `face`, or those of them whose cosine is at least
    /// `minCosine`; nearest first.
    default List<Neighbour> nearest(int face, int k, float minCosine) {
        return within(face, minCosine).stream()
                .sorted(Neighbour.NEAREST_FIRST)
                .limit(k)
                .toList();
    }

    /// The `k` nearest other faces as [#nearest] has them, but only faces of at least a magnitude: where
    /// many faces are poor, they crowd around each other, and the clear ones that tell who they are stand
    /// further back.
    default List<Neighbour> nearestAboveMagnitude(int face, int k, float minCosine, double minMagnitude) {
        return nearest(face, k, minCosine);
    }

    /// Face number `face`, and its cosine to the one that was asked about.
    record Neighbour(int face, float cosine) {
        public static final Comparator<Neighbour> NEAREST_FIRST =
                Comparator.comparingDouble((Neighbour near) -> -near.cosine()).thenComparingInt(Neighbour::face);
    }
}
