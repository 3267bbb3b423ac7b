package dev.likeness.cluster.algorithms;

import dev.likeness.cluster.ClusterListener;
import dev.likeness.cluster.ClusterOptions;
import dev.likeness.cluster.ClusteringContext;
import dev.likeness.cluster.ClusteringResult;
import dev.likeness.cluster.FaceClusterer;
import dev.likeness.cluster.FaceGraph;
import dev.likeness.cluster.Neighbourhood;
import dev.likeness.face.Face;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import smile.clustering.Clustering;
import smile.clustering.DBSCAN;
import smile.neighbor.Neighbor;
import smile.neighbor.RNNSearch;

/// DBSCAN (Ester, Kriegel, Sander, Xu, KDD 1996), as photo servers use it: a face with at least
/// `minFaces` faces (itself included) within the radius founds a person, and whoever is within the radius
/// of a founder belongs to it.
///
/// Smile walks the faces; the neighbours come from the gallery's index, so nothing here is quadratic. The
/// radius is the cosine distance 1 − `minCosine`.
public final class DensityClusterer implements FaceClusterer {
    private final ClusterOptions options;

    public DensityClusterer(ClusterOptions options) {
        this.options = options;
    }

    @Override
    public ClusteringResult cluster(
            List<Face> faces, Neighbourhood neighbourhood, ClusteringContext known, ClusterListener listener) {
        if (faces.isEmpty()) {
            return new ClusteringResult(List.of(), List.of());
        }
        // The walk begins at the first face and border faces go to whoever comes first: sorted, so that the order in
        // which the caller happens to hold them does not matter.
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
