package dev.likeness.cluster;

import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import smile.clustering.Clustering;
import smile.clustering.DBSCAN;
import smile.neighbor.Neighbor;
import smile.neighbor.RNNSearch;

/// DBSCAN (Ester, Kriegel, Sander, Xu, KDD 1996), as photo servers use it: a face with at least `minFaces` faces
/// (itself included) within the radius founds a person, and whoever is within the radius of a founder belongs to it.
///
/// Smile walks the faces; the neighbours come from the gallery's index, so nothing here is quadratic. The radius is the
/// cosine distance 1 − `minCosine`.
public final class DensityClusterer implements FaceClusterer {
    private final ClusterOptions options;

    public DensityClusterer(ClusterOptions options) {
        this.options = options;
    }

    @Override
    public Clusters cluster(List<Face> faces, Neighbourhood neighbourhood) {
        if (faces.isEmpty()) {
            return new Clusters(List.of(), List.of());
        }
        // The walk begins at the first face and border faces go to whoever comes first: sorted, so that the order in
        // which the caller happens to hold them does not matter.
        Integer[] walk = IntStream.range(0, faces.size())
                .boxed()
                .sorted(Comparator.comparing(face -> faces.get(face).id()))
                .toArray(Integer[]::new);
        int[] place = new int[walk.length];
        for (int i = 0; i < walk.length; i++) {
            place[walk[i]] = i;
        }
        DBSCAN<Integer> model =
                DBSCAN.fit(walk, search(neighbourhood, walk, place), options.minFaces(), 1.0 - options.minCosine());
        return clusters(faces, walk, model.group());
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

    private static Clusters clusters(List<Face> faces, Integer[] walk, int[] labels) {
        TreeMap<Integer, List<FaceId>> groups = new TreeMap<>();
        List<FaceId> unclear = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            FaceId face = faces.get(walk[i]).id();
            if (labels[i] == Clustering.OUTLIER) {
                unclear.add(face);
            } else {
                groups.computeIfAbsent(labels[i], _ -> new ArrayList<>()).add(face);
            }
        }
        List<List<FaceId>> largestFirst = new ArrayList<>(groups.values());
        largestFirst.sort(
                Comparator.<List<FaceId>>comparingInt(List::size).reversed().thenComparing(group -> group.getFirst()));
        return new Clusters(largestFirst, unclear);
    }
}
