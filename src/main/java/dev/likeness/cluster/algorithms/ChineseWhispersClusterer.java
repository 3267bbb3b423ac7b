package dev.likeness.cluster.algorithms;

import dev.likeness.cluster.ClusterListener;
import dev.likeness.cluster.ClusterOptions;
import dev.likeness.cluster.ClusteringContext;
import dev.likeness.cluster.ClusteringResult;
import dev.likeness.cluster.FaceClusterer;
import dev.likeness.cluster.FaceGraph;
import dev.likeness.cluster.FacesToCluster;
import dev.likeness.cluster.Neighbourhood;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Chinese Whispers (Biemann, TextGraphs 2006): in random order, each face takes the label with the largest
/// sum of cosines among its neighbours above `minCosine`, until no label changes. The order has a fixed seed.
public final class ChineseWhispersClusterer implements FaceClusterer {
    private static final int ROUNDS = 50;
    private static final long SEED = 1;

    private final ClusterOptions options;

    public ChineseWhispersClusterer(ClusterOptions options) {
        this.options = options;
    }

    @Override
    public ClusteringResult cluster(
            FacesToCluster faces, Neighbourhood neighbourhood, ClusteringContext context, ClusterListener listener) {
        FaceGraph graph = FaceGraph.of(faces, neighbourhood, options.minCosine(), Integer.MAX_VALUE, listener);
        int[] labels = IntStream.range(0, graph.size()).toArray();
        List<Integer> walk = IntStream.range(0, graph.size()).boxed().collect(Collectors.toList());
        Random random = new Random(SEED);
        boolean changed = true;
        for (int round = 0; round < ROUNDS && changed; round++) {
            Collections.shuffle(walk, random);
            changed = false;
            for (int face : walk) {
                int loudest = heaviestLabel(graph, labels, face);
                changed |= loudest != labels[face];
                labels[face] = loudest;
            }
        }
        return graph.clusters(labels, options.minFaces());
    }

    private static int heaviestLabel(FaceGraph graph, int[] labels, int face) {
        TreeMap<Integer, Double> votes = new TreeMap<>();
        int[] neighbours = graph.neighbours(face);
        for (int k = 0; k < neighbours.length; k++) {
            votes.merge(labels[neighbours[k]], (double) graph.cosines(face)[k], Double::sum);
        }
        int loudest = labels[face];
        double volume = votes.getOrDefault(loudest, 0.0);
        for (var vote : votes.entrySet()) {
            if (vote.getValue() > volume) {
                loudest = vote.getKey();
                volume = vote.getValue();
            }
        }
        return loudest;
    }
}
