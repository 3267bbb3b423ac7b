package dev.likeness.cluster.corefirst;

import java.util.ArrayList;
import java.util.List;
import smile.clustering.HierarchicalClustering;
import smile.clustering.linkage.Linkage;

/// Computes the same merges as [SparseLinkage] by Smile's hierarchical clustering of all pairs, which needs
/// no queue. For small components, because its memory is quadratic in the number of vertices.
final class SmileLinkage {
    private SmileLinkage() {}

    /// Computes the merges, in order. Clusters without an edge between them are never merged.
    static List<Merge> merges(List<ClusterTemplate> templates, int[][] edges, Affinity affinity, double min) {
        if (templates.size() < 2) {
            return List.of();
        }
        ClusterLinkage groups = new ClusterLinkage(templates, edges, affinity);
        int[][] tree = HierarchicalClustering.fit(groups).tree();
        // Smile numbers the cluster of step i as n + i, and continues until all vertices are in one cluster.
        int n = templates.size();
        int[] first = new int[n + tree.length];
        for (int i = 0; i < n; i++) {
            first[i] = i;
        }
        List<Merge> merges = new ArrayList<>();
        for (int step = 0; step < groups.affinities.size(); step++) {
            int one = first[tree[step][0]];
            int other = first[tree[step][1]];
            first[n + step] = Math.min(one, other);
            if (groups.affinities.get(step) < min) {
                break;
            }
            merges.add(new Merge(Math.min(one, other), Math.max(one, other), groups.affinities.get(step)));
        }
        return merges;
    }

    /// A linkage whose distance is the negative affinity; clusters that are not neighbours have the largest
    /// distance.
    private static final class ClusterLinkage extends Linkage {
        private final ClusterTemplate[] templates;
        private final boolean[][] near;
        private final float[][] distances;
        private final Affinity affinity;
        private final List<Double> affinities = new ArrayList<>();

        ClusterLinkage(List<ClusterTemplate> templates, int[][] edges, Affinity affinity) {
            super(templates.size(), new float[templates.size() * (templates.size() + 1) / 2]);
            int n = templates.size();
            this.templates = templates.toArray(ClusterTemplate[]::new);
            this.near = new boolean[n][n];
            this.distances = new float[n][n];
            this.affinity = affinity;
            for (int i = 0; i < n; i++) {
                for (int j : edges[i]) {
                    near[i][j] = true;
                    near[j][i] = true;
                }
            }
            for (int i = 0; i < n; i++) {
                updateAffinities(i);
            }
        }

        @Override
        public float d(int i, int j) {
            return distances[i][j];
        }

        @Override
        public void merge(int i, int j) {
            affinities.add(near[i][j] ? affinity.between(templates[i], templates[j]) : Double.NEGATIVE_INFINITY);
            templates[i] = templates[i].plus(templates[j]);
            for (int k = 0; k < templates.length; k++) {
                near[i][k] |= near[j][k];
                near[k][i] = near[i][k];
                near[j][k] = false;
                near[k][j] = false;
            }
            near[i][i] = false;
            updateAffinities(i);
        }

        private void updateAffinities(int i) {
            for (int k = 0; k < templates.length; k++) {
                float distance = k == i || !near[i][k]
                        ? Float.MAX_VALUE
                        : (float) Math.min(Float.MAX_VALUE, -affinity.between(templates[i], templates[k]));
                distances[i][k] = distance;
                distances[k][i] = distance;
            }
        }
    }
}
