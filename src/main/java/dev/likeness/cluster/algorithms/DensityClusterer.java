package dev.likeness.cluster.algorithms;

import dev.likeness.cluster.ClusterListener;
import dev.likeness.cluster.ClusterOptions;
import dev.likeness.cluster.ClusteringContext;
import dev.likeness.cluster.ClusteringResult;
import dev.likeness.cluster.FaceClusterer;
import dev.likeness.cluster.FaceGraph;
import dev.likeness.cluster.FacesToCluster;
import dev.likeness.cluster.Neighbourhood;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import smile.clustering.Clustering;
import smile.clustering.DBSCAN;
import smile.neighbor.Neighbor;
import smile.neighbor.RNNSearch;

/// DBSCAN (Ester, Kriegel, Sander, Xu, KDD 1996), as photo servers use it. A face with at least `minFaces`
/// faces within the radius, including itself, is a core point; faces within the radius of a core point join
/// its cluster.
///
/// Smile iterates over the faces, and the index finds their neighbours, so that the time is not quadratic.
/// The radius is the cosine distance 1 − `minCosine`.
public final class DensityClusterer implements FaceClusterer {
    private final ClusterOptions options;

    public DensityClusterer(ClusterOptions options) {
        this.options = options;
    }

    @Override
    public ClusteringResult cluster(
            FacesToCluster faces, Neighbourhood neighbourhood, ClusteringContext context, ClusterListener listener) {
        if (faces.size() == 0) {
            return new ClusteringResult(List.of(), List.of());
        }
        // Border faces join the first cluster that reaches them, so the faces are sorted to make the result independent
        // of the order of the caller.
        Integer[] walk = IntStream.of(FaceGraph.orderById(faces)).boxed().toArray(Integer[]::new);
        int[] place = new int[walk.length];
        for (int i = 0; i < walk.length; i++) {
            place[walk[i]] = i;
        }
        DBSCAN<Integer> model =
                DBSCAN.fit(walk, search(neighbourhood, walk, place), options.minFaces(), 1.0 - options.minCosine());
        int[] labels = IntStream.range(0, walk.length)
                .map(i -> model.group(i) == Clustering.OUTLIER ? -1 - i : model.group(i))
                .toArray();
        return FaceGraph.withoutEdges(faces).clusters(labels, options.minFaces());
    }

    private RNNSearch<Integer, Integer> search(Neighbourhood neighbourhood, Integer[] walk, int[] place) {
        return (face, radius, found) -> {
            found.add(Neighbor.of(face, place[face], 0));
            neighbourhood.within(face, options.minCosine()).stream()
                    .map(near -> Neighbor.of(walk[place[near.face()]], place[near.face()], 1.0 - near.cosine()))
                    .sorted(Comparator.comparingInt(Neighbor::index))
                    .forEach(found::add);
        };
    }
}
