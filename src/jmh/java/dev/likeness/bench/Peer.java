package dev.likeness.bench;

/// An index of the same vectors that takes turns with others in [PeerBenchmark].
interface Peer extends AutoCloseable {
    String name();

    /// Builds the index from nothing and replaces an earlier one.
    Build build();

    /// Searches the ten nearest faces of every probe, one after the other.
    ///
    /// @param ef number of candidates that a search keeps (the HNSW paper's ef)
    Run search(int ef);

    @Override
    void close();

    /// What building cost.
    ///
    /// @param bytes size of the index on disk
    record Build(double cpuSeconds, long bytes) {}

    /// What searching cost and found.
    ///
    /// @param recall share of the true ten nearest faces that were found
    /// @param cpuSeconds CPU time of all probes
    record Run(double recall, double cpuSeconds) {}
}
