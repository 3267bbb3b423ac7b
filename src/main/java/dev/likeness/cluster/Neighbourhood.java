package dev.likeness.cluster;

import dev.likeness.face.UnitVector;
import java.util.Comparator;
import java.util.List;

/// Finds the faces that are similar to a face: the clusterer's view of an index. Safe for use by several
/// threads.
@FunctionalInterface
public interface Neighbourhood {

    /// The other faces whose cosine to `face` is at least `minCosine`.
    List<Neighbour> within(int face, float minCosine);

    /// The `k` nearest other faces whose cosine to `face` is at least `minCosine`, nearest first.
    default List<Neighbour> nearest(int face, int k, float minCosine) {
        return within(face, minCosine).stream()
                .sorted(Neighbour.NEAREST_FIRST)
                .limit(k)
                .toList();
    }

    /// Like [#nearest], but only faces of at least a minimum magnitude. Low-quality faces are near each
    /// other, so that the clear faces that could identify them may not be among the nearest.
    default List<Neighbour> nearestAboveMagnitude(int face, int k, float minCosine, double minMagnitude) {
        return nearest(face, k, minCosine);
    }

    /// The `k` other faces nearest to a direction that stands for a face. By default the neighbours of the face.
    ///
    /// @param minCosine minimum cosine with the direction
    default List<Neighbour> nearestTo(int face, UnitVector direction, int k, float minCosine) {
        return nearest(face, k, minCosine);
    }

    /// A neighbour and its cosine to the queried face.
    record Neighbour(int face, float cosine) {
        public static final Comparator<Neighbour> NEAREST_FIRST =
                Comparator.comparingDouble((Neighbour near) -> -near.cosine()).thenComparingInt(Neighbour::face);
    }
}
