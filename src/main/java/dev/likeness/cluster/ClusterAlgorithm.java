package dev.likeness.cluster;

/// The clustering algorithms: core-first, which Likeness uses, and those it is compared with.
public enum ClusterAlgorithm {
    /// Clear faces form clusters by the evidence that they show one person; poor ones only join. See
    /// `CoreFirstClusterer`.
    CORE_FIRST,
    /// Density with a fixed radius, as common in photo servers. See `DensityClusterer`.
    DBSCAN,
    /// Density without a radius: Smile's HDBSCAN, which holds a matrix of all faces by all faces.
    HDBSCAN,
    /// Merges the two clusters with the highest mean cosine first.
    AVERAGE_LINKAGE,
    /// Each face takes the label with the highest total similarity among its neighbours.
    CHINESE_WHISPERS,
    /// The clusters that make a random walk over neighbours shortest to describe: Infomap with two levels.
    MAP_EQUATION;

    /// Whether [ClusterOptions#minCosine()] sets the minimum cosine between faces of one person.
    public boolean hasMinCosine() {
        return this != CORE_FIRST && this != HDBSCAN;
    }
}
