package dev.likeness.cluster;

/// The clustering algorithms: core-first, which Likeness uses, and those it is compared with.
public enum ClusterAlgorithm {
    /// Clear faces form clusters by the evidence that they are one person; low-quality faces only join. See
    /// `CoreFirstClusterer`.
    CORE_FIRST,
    /// Density-based clustering with a fixed radius, common in photo servers. See `DensityClusterer`.
    DBSCAN,
    /// Density-based clustering without a radius, by Smile's HDBSCAN. Its memory is quadratic in the number
    /// of faces.
    HDBSCAN,
    /// Merges the two clusters with the highest mean cosine first.
    AVERAGE_LINKAGE,
    /// Each face takes the label with the highest total similarity among its neighbours.
    CHINESE_WHISPERS,
    /// The clusters that minimise the description length of a random walk over neighbours: Infomap with two
    /// levels.
    MAP_EQUATION;

    /// Whether [ClusterOptions#minCosine()] sets the minimum cosine between faces of one person.
    public boolean hasMinCosine() {
        return this != CORE_FIRST && this != HDBSCAN;
    }
}
