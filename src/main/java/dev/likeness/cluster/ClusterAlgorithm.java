package dev.likeness.cluster;

/// The ways to group faces: ours, and those that it is measured against.
public enum ClusterAlgorithm {
    /// Clear faces found people by the evidence that they are one, poor ones only join; see [CoreFirstClusterer].
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

    /// The clusterer with these options.
    public FaceClusterer clusterer(ClusterOptions options) {
        return switch (this) {
            case CORE_FIRST -> new CoreFirstClusterer(options);
            case DBSCAN -> new DensityClusterer(options);
            case HDBSCAN -> new HierarchicalDensityClusterer(options);
            case AVERAGE_LINKAGE -> new AverageLinkageClusterer(options);
            case CHINESE_WHISPERS -> new ChineseWhispersClusterer(options);
            case MAP_EQUATION -> new MapEquationClusterer(options);
        };
    }
}
