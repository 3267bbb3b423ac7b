package dev.likeness.cluster.algorithms;

import dev.likeness.cluster.ClusterListener;
import dev.likeness.cluster.ClusterOptions;
import dev.likeness.cluster.ClusteringContext;
import dev.likeness.cluster.ClusteringResult;
import dev.likeness.cluster.FaceClusterer;
import dev.likeness.cluster.FaceGraph;
import dev.likeness.cluster.FacesToCluster;
import dev.likeness.cluster.Neighbourhood;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Face;
import dev.likeness.face.LikenessException;
import java.util.stream.IntStream;
import smile.clustering.Clustering;
import smile.clustering.HDBSCAN;

/// HDBSCAN (Campello, Moulavi, Sander, PAKDD 2013), implemented by Smile: the most stable clusters of the
/// density tree, without a radius. Its memory is quadratic, so that the number of faces is limited.
public final class HierarchicalDensityClusterer implements FaceClusterer {
    /// The matrix has 8 bytes per pair: 800 MB.
    private static final int MAX_FACES = 10_000;

    private final ClusterOptions options;

    public HierarchicalDensityClusterer(ClusterOptions options) {
        this.options = options;
    }

    @Override
    public ClusteringResult cluster(
            FacesToCluster faces, Neighbourhood neighbourhood, ClusteringContext context, ClusterListener listener) {
        if (faces.size() > MAX_FACES) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "HDBSCAN compares every face with every other and takes at most %d faces, got: %d"
                            .formatted(MAX_FACES, faces.size()));
        }
        FaceGraph graph = FaceGraph.withoutEdges(faces);
        int[] labels = new int[graph.size()];
        if (labels.length < 2) {
            return graph.clusters(labels, options.minFaces());
        }
        Face[] data = IntStream.range(0, labels.length).mapToObj(graph::face).toArray(Face[]::new);
        HDBSCAN<Face> model = HDBSCAN.fit(data, HierarchicalDensityClusterer::distance, 2, options.minFaces());
        for (int face = 0; face < labels.length; face++) {
            int group = model.group(face);
            labels[face] = group == Clustering.OUTLIER ? -1 - face : group;
        }
        return graph.clusters(labels, options.minFaces());
    }

    private static double distance(Face one, Face other) {
        return 1 - one.embedding().direction().cosine(other.embedding().direction());
    }
}
