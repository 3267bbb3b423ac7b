package dev.likeness.engine.clustering;

import dev.likeness.cluster.ClusterListener;

/// Is told how far a clustering is, and may stop it. Called from several threads.
public interface ClusteringListener {

    /// Called every now and then.
    ///
    /// @param step what is being done, in a word
    /// @param done of this step
    /// @param total of this step
    void progress(String step, long done, long total);

    /// Asked every now and then; once true, the clustering ends with `CANCELLED`.
    boolean isCancelled();

    /// Hears nothing and stops nothing.
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

    /// This, as the clusterer calls it.
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
