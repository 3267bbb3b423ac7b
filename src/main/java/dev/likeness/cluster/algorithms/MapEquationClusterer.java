package dev.likeness.cluster.algorithms;

import dev.likeness.cluster.ClusterListener;
import dev.likeness.cluster.ClusterOptions;
import dev.likeness.cluster.ClusteringContext;
import dev.likeness.cluster.ClusteringResult;
import dev.likeness.cluster.FaceClusterer;
import dev.likeness.cluster.FaceGraph;
import dev.likeness.cluster.FacesToCluster;
import dev.likeness.cluster.Neighbourhood;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// The two-level map equation (Rosvall and Bergstrom, PNAS 2008): the modules that minimise the description
/// length of a random walk over the neighbours above `minCosine`, weighted by cosine. This is the core loop
/// of Infomap: each vertex moves to the neighbouring module with the largest gain, then modules become
/// vertices, until no move has a gain.
public final class MapEquationClusterer implements FaceClusterer {
    private static final int ROUNDS = 100;
    private static final double MIN_GAIN = 1e-12;

    private final ClusterOptions options;

    public MapEquationClusterer(ClusterOptions options) {
        this.options = options;
    }

    @Override
    public ClusteringResult cluster(
            FacesToCluster faces, Neighbourhood neighbourhood, ClusteringContext context, ClusterListener listener) {
        FaceGraph graph = FaceGraph.of(faces, neighbourhood, options.minCosine(), Integer.MAX_VALUE, listener);
        double total = IntStream.range(0, graph.size())
                .mapToDouble(face -> sum(graph.cosines(face)))
                .sum();
        int[] labels = IntStream.range(0, graph.size()).toArray();
        Flow flow = Flow.of(graph, total);
        while (true) {
            int[] moved = flow.modules();
            int moduleCount = (int) Arrays.stream(moved).distinct().count();
            if (moduleCount == flow.size()) {
                return graph.clusters(labels, options.minFaces());
            }
            for (int face = 0; face < labels.length; face++) {
                labels[face] = moved[labels[face]];
            }
            flow = flow.aggregated(moved, moduleCount);
        }
    }

    private static double sum(float[] cosines) {
        double sum = 0;
        for (float cosine : cosines) {
            sum += cosine;
        }
        return sum;
    }

    /// The visit rate of each vertex, and the flow between vertices.
    private static final class Flow {
        private final double[] visits;
        private final List<Map<Integer, Double>> steps;

        private Flow(double[] visits, List<Map<Integer, Double>> steps) {
            this.visits = visits;
            this.steps = steps;
        }

        static Flow of(FaceGraph graph, double total) {
            double[] visits = new double[graph.size()];
            List<Map<Integer, Double>> steps = IntStream.range(0, graph.size())
                    .<Map<Integer, Double>>mapToObj(_ -> new TreeMap<>())
                    .toList();
            for (int face = 0; face < graph.size(); face++) {
                for (int k = 0; k < graph.neighbours(face).length; k++) {
                    double step = graph.cosines(face)[k] / total;
                    visits[face] += step;
                    steps.get(face).put(graph.neighbours(face)[k], step);
                }
            }
            return new Flow(visits, steps);
        }

        int size() {
            return visits.length;
        }

        /// The module of each vertex, numbered without gaps starting at 0.
        int[] modules() {
            int n = size();
            int[] module = IntStream.range(0, n).toArray();
            double[] inside = visits.clone();
            double[] exit = new double[n];
            double exits = 0;
            for (int vertex = 0; vertex < n; vertex++) {
                exit[vertex] = exitFlow(vertex);
                exits += exit[vertex];
            }
            boolean changed = true;
            for (int round = 0; round < ROUNDS && changed; round++) {
                changed = false;
                for (int vertex = 0; vertex < n; vertex++) {
                    int from = module[vertex];
                    TreeMap<Integer, Double> towards = new TreeMap<>();
                    steps.get(vertex).forEach((other, step) -> towards.merge(module[other], step, Double::sum));
                    double out = exitFlow(vertex);
                    double backHome = towards.getOrDefault(from, 0.0);
                    double fromExit = exit[from] - out + 2 * backHome;
                    int best = from;
                    double bestGain = MIN_GAIN;
                    double bestExit = 0;
                    for (var candidate : towards.entrySet()) {
                        int to = candidate.getKey();
                        if (to == from) {
                            continue;
                        }
                        double toExit = exit[to] + out - 2 * candidate.getValue();
                        double newExits = exits - exit[from] - exit[to] + fromExit + toExit;
                        double before = plogp(exits)
                                - 2 * (plogp(exit[from]) + plogp(exit[to]))
                                + plogp(exit[from] + inside[from])
                                + plogp(exit[to] + inside[to]);
                        double after = plogp(newExits)
                                - 2 * (plogp(fromExit) + plogp(toExit))
                                + plogp(fromExit + inside[from] - visits[vertex])
                                + plogp(toExit + inside[to] + visits[vertex]);
                        if (before - after > bestGain) {
                            best = to;
                            bestGain = before - after;
                            bestExit = toExit;
                        }
                    }
                    if (best != from) {
                        exits += fromExit + bestExit - exit[from] - exit[best];
                        exit[from] = fromExit;
                        exit[best] = bestExit;
                        inside[from] -= visits[vertex];
                        inside[best] += visits[vertex];
                        module[vertex] = best;
                        changed = true;
                    }
                }
            }
            int[] used = Arrays.stream(module).distinct().sorted().toArray();
            return Arrays.stream(module)
                    .map(label -> Arrays.binarySearch(used, label))
                    .toArray();
        }

        Flow aggregated(int[] module, int moduleCount) {
            double[] joint = new double[moduleCount];
            List<Map<Integer, Double>> between = IntStream.range(0, moduleCount)
                    .<Map<Integer, Double>>mapToObj(_ -> new TreeMap<>())
                    .toList();
            for (int vertex = 0; vertex < size(); vertex++) {
                int own = module[vertex];
                joint[own] += visits[vertex];
                steps.get(vertex).forEach((other, step) -> {
                    if (module[other] != own) {
                        between.get(own).merge(module[other], step, Double::sum);
                    }
                });
            }
            return new Flow(joint, between);
        }

        private double exitFlow(int vertex) {
            return steps.get(vertex).values().stream()
                    .mapToDouble(Double::doubleValue)
                    .sum();
        }

        private static double plogp(double p) {
            return p <= 0 ? 0 : p * Math.log(p);
        }
    }
}
