package dev.likeness.engine;

import dev.likeness.calibration.FaceSpace;
import dev.likeness.cluster.Caution;
import dev.likeness.cluster.ClusterAlgorithm;
import dev.likeness.cluster.ClusterListener;
import dev.likeness.cluster.ClusterOptions;
import dev.likeness.index.Gallery;
import dev.likeness.index.GalleryWriter;
import java.util.List;
import java.util.Random;

/// Groups a small gallery as the engine does, by another algorithm each time; sometimes all of it,
/// sometimes what is new.
final class Regrouping {
    /// HDBSCAN is left out: Smile's finds no tree in a handful of faces that are all alike.
    private static final ClusterAlgorithm[] ALGORITHMS = {
        ClusterAlgorithm.CORE_FIRST,
        ClusterAlgorithm.CORE_FIRST,
        ClusterAlgorithm.DBSCAN,
        ClusterAlgorithm.AVERAGE_LINKAGE,
        ClusterAlgorithm.CHINESE_WHISPERS,
        ClusterAlgorithm.MAP_EQUATION
    };

    private static final List<Caution> CAUTIONS = List.of(Caution.values());

    private static final FaceSpace SPACE = FaceSpace.of(null, 17, 3.75, 107);

    private Regrouping() {}

    static void run(Gallery gallery, Random random) {
        float minCosine = .4f + .5f * random.nextFloat();
        ClusterAlgorithm algorithm = ALGORITHMS[random.nextInt(ALGORITHMS.length)];
        Caution caution = CAUTIONS.get(random.nextInt(CAUTIONS.size()));
        try (GalleryWriter writer = gallery.writer(SyntheticLibrary.STAMP)) {
            Clustering clustering = new Clustering(
                    "synthetic",
                    algorithm.clusterer(new ClusterOptions(algorithm, caution, minCosine, 2), SPACE),
                    gallery,
                    writer,
                    ClusterListener.NONE);
            if (random.nextBoolean()) {
                clustering.whole();
            } else {
                clustering.touched();
            }
        }
    }
}
