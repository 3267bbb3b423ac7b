package dev.likeness.cluster;

import java.util.List;

/// Which faces look like a face: the clusterer's view of an index.
@FunctionalInterface
public interface Neighbourhood {

    /// The other faces whose cosine to face number `face` is at least `minCosine`.
    List<Neighbour> within(int face, float minCosine);

    /// Face number `face`, and its cosine to the one that was asked about.
    record Neighbour(int face, float cosine) {}
}
