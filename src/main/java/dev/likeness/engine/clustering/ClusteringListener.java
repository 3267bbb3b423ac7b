package dev.likeness.engine.clustering;

import dev.likeness.cluster.ClusterListener;

/// A listener for the progress of a clustering that can also cancel it. It is called from several threads.
public interface ClusteringListener {

    /// Reports progress from time to time.
    ///
    /// @param step name of the current step, one word
    /// @param done completed units of this step
    /// @param total all units of this step
    void progress(String step, long done, long total);

    /// Whether to cancel, polled from time to time. Once true, the clustering ends with `CANCELLED`.
    boolean isCancelled();

    /// A listener that ignores progress and never cancels.
    static ClusteringListener none() {
        return new ClusteringListener() {
            @Override
            public void progress(String step, long done, long total) {}

            @Override
            public boolean isCancelled() {
                return false;
            }
        };
    }

    /// This listener as the clusterer's listener type.
    default ClusterListener ofClusterer() {
        return new ClusterListener() {
            @Override
            public void progress(Stage stage, long done, long total) {
                ClusteringListener.this.progress(
                        switch (stage) {
                            case NEIGHBOURS -> "neighbours";
                            case MERGING -> "grouping";
                            case ASSIGNING -> "attaching";
                        },
                        done,
                        total);
            }

            @Override
            public boolean isCancelled() {
                return ClusteringListener.this.isCancelled();
            }
        };
    }
}
