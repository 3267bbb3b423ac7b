package dev.likeness.cluster;

import dev.likeness.calibration.FaceSpace;
import dev.likeness.cluster.algorithms.AverageLinkageClusterer;
import dev.likeness.cluster.algorithms.ChineseWhispersClusterer;
import dev.likeness.cluster.algorithms.ConstrainedClusterer;
import dev.likeness.cluster.algorithms.DensityClusterer;
import dev.likeness.cluster.algorithms.HierarchicalDensityClusterer;
import dev.likeness.cluster.algorithms.MapEquationClusterer;
import dev.likeness.cluster.corefirst.CoreFirstClusterer;
import dev.likeness.cluster.corefirst.CoreFirstPart;
import dev.likeness.cluster.corefirst.CoreFirstSettings;
import org.jspecify.annotations.Nullable;

/// The ways to group faces: ours, and those that it is measured against.
public enum ClusterAlgorithm {
    /// Clear faces found people by the evidence that they are one, poor ones only join; see
    /// [CoreFirstClusterer].
    CORE_FIRST,
    /// Density with a radius, as photo servers use it; see [DensityClusterer].
    DBSCAN,
    /// Density without a radius: Smile's HDBSCAN, which holds a matrix of all faces by all faces.
    HDBSCAN,
    /// The two groups with the highest mean cosine first.
    AVERAGE_LINKAGE,
    /// Each face takes the label that its neighbours speak loudest.
    CHINESE_WHISPERS,
    /// The groups that make a random walk over neighbours shortest to describe: Infomap with two levels.
    MAP_EQUATION;

    /// Whether the least cosine of one person's faces is set by [ClusterOptions#minCosine()].
    public boolean hasMinCosine() {
        return this != CORE_FIRST && this != HDBSCAN;
    }

    /// The clusterer with these options. None breaks what users said.
    ///
    /// @param space what was learned of the model's embeddings, of which only core-first makes use; null
    ///     if nothing was
    public FaceClusterer clusterer(ClusterOptions options, @Nullable FaceSpace space) {
        return switch (this) {
            case CORE_FIRST ->
                new CoreFirstClusterer(CoreFirstSettings.DEFAULTS.with(options.caution()), options.minFaces(), space);
            case DBSCAN -> new ConstrainedClusterer(new DensityClusterer(options));
            case HDBSCAN -> new ConstrainedClusterer(new HierarchicalDensityClusterer(options));
            case AVERAGE_LINKAGE -> new ConstrainedClusterer(new AverageLinkageClusterer(options));
            case CHINESE_WHISPERS -> new ConstrainedClusterer(new ChineseWhispersClusterer(options));
            case MAP_EQUATION -> new ConstrainedClusterer(new MapEquationClusterer(options));
        };
    }

    /// Core-first without one of its parts.
    public static FaceClusterer coreFirstWithout(
            CoreFirstPart part, ClusterOptions options, @Nullable FaceSpace space) {
        return new CoreFirstClusterer(
                CoreFirstSettings.DEFAULTS.with(options.caution()).without(part),
                options.minFaces(),
                part == CoreFirstPart.FACE_SPACE ? null : space);
    }
}
