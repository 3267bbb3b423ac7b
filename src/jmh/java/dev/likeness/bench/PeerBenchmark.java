package dev.likeness.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.likeness.index.IndexOptions;
import dev.likeness.support.TemporaryFolder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// How does a gallery compare with hnswlib, FAISS and Lucene alone? All index the same vectors with the same
/// parameters, and take turns: each is built in every round, and searched at every ef in every round. The medians are
/// printed, and the searches per CPU second at equal recall. `src/jmh/peers/run.sh` runs it:
///
///     src/jmh/peers/run.sh --faces 50000
///
/// Options: `--builds` and `--rounds` (how often each is built and searched), `--efs` (a list), `--ways` (a list of
/// what Lucene alone may do differently, see [LucenePeer.Way]).
///
/// Times are CPU times: of the searching thread for searches, and of the process for builds, which in Java includes the
/// compiler and the garbage collector.
public final class PeerBenchmark {
    private static final String EFS = "16,24,32,48,66,96,129,201,300,402,600,801";
    private static final double[] RECALLS = {0.95, 0.99};
    private static final int WARM_UP_ROUNDS = 4;
    private static final int WARM_UP_FACES = 4_000;

    private final Map<String, List<Peer.Build>> builds = new LinkedHashMap<>();
    private final Map<String, Map<Integer, List<Peer.Run>>> runs = new LinkedHashMap<>();
    private final int probes;
    private final int[] efs;

    private PeerBenchmark(int probes, int[] efs) {
        this.probes = probes;
        this.efs = efs;
    }

    /// @param args the options, and `--peers` with the program of `peers.cpp`; without it, there are Java's peers only
    public static void main(String[] args) throws IOException {
        Map<String, String> options = options(args);
        int faces = Integer.parseInt(options.getOrDefault("--faces", "50000"));
        int builds = Integer.parseInt(options.getOrDefault("--builds", "3"));
        int rounds = Integer.parseInt(options.getOrDefault("--rounds", "5"));
        int[] efs = Stream.of(options.getOrDefault("--efs", EFS).split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
        String program = options.get("--peers");
        String ways = options.getOrDefault("--ways", "PLAIN");
        System.out.println("warming up");
        warmUp(new PeerVectors(WARM_UP_FACES));
        System.out.printf("making %,d faces and the true nearest of each probe%n", faces);
        var vectors = new PeerVectors(faces);
        var index = IndexOptions.defaults();
        List<Peer> peers = new ArrayList<>();
        NativePeers natives = null;
        try (TemporaryFolder folder = TemporaryFolder.create()) {
            peers.add(new GalleryPeer(vectors, index));
            for (String way : ways.split(",")) {
                peers.add(new LucenePeer(vectors, index, LucenePeer.Way.valueOf(way)));
            }
            if (program != null) {
                vectors.write(folder.path());
                natives = new NativePeers(Path.of(program), folder.path(), index);
                peers.addAll(natives.peers());
            }
            var benchmark = new PeerBenchmark(vectors.probes().size(), efs);
            benchmark.measure(peers, builds, rounds);
            benchmark.print(faces);
        } finally {
            peers.forEach(Peer::close);
            if (natives != null) {
                natives.close();
            }
        }
    }

    /// Has the compiler of the virtual machine compile what builds an index, which the first build would pay.
    private static void warmUp(PeerVectors few) {
        try (Peer gallery = new GalleryPeer(few, IndexOptions.defaults());
                Peer lucene = new LucenePeer(few, IndexOptions.defaults(), LucenePeer.Way.PLAIN)) {
            gallery.build();
            lucene.build();
        }
    }

    private static Map<String, String> options(String[] args) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        return options;
    }

    static double processCpuSeconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    static double threadCpuSeconds() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
    }

    private void measure(List<Peer> peers, int buildRounds, int searchRounds) {
        for (int round = 1; round <= buildRounds; round++) {
            for (Peer peer : peers) {
                Peer.Build build = peer.build();
                System.out.printf(Locale.ROOT, "build %d: %s %.1f s%n", round, peer.name(), build.cpuSeconds());
                builds.computeIfAbsent(peer.name(), _ -> new ArrayList<>()).add(build);
            }
        }
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            peers.forEach(peer -> peer.search(48));
        }
        for (int round = 1; round <= searchRounds; round++) {
            System.out.printf("searching, round %d of %d%n", round, searchRounds);
            for (int ef : efs) {
                for (Peer peer : peers) {
                    runs.computeIfAbsent(peer.name(), _ -> new LinkedHashMap<>())
                            .computeIfAbsent(ef, _ -> new ArrayList<>())
                            .add(peer.search(ef));
                }
            }
        }
    }

    private void print(int faces) {
        System.out.printf("%n%-18s", "recall / q/s");
        runs.keySet().forEach(name -> System.out.printf("%18s", name));
        for (int ef : efs) {
            System.out.printf("%n%-18s", "ef " + ef);
            for (String name : runs.keySet()) {
                System.out.printf(Locale.ROOT, "%18s", "%.4f / %,.0f".formatted(recall(name, ef), rate(name, ef)));
            }
        }
        System.out.printf("%n%n%-18s%18s%18s", "", "build CPU s", "bytes a face");
        for (double recall : RECALLS) {
            System.out.printf(Locale.ROOT, "%18s%18s", "q/s at " + recall, "gallery is ×");
        }
        String gallery = runs.keySet().iterator().next();
        for (String name : runs.keySet()) {
            System.out.printf(
                    Locale.ROOT,
                    "%n%-18s%18.1f%18d",
                    name,
                    median(builds.get(name), Peer.Build::cpuSeconds),
                    builds.get(name).getLast().bytes() / faces);
            for (double recall : RECALLS) {
                double rate = rateAt(name, recall);
                System.out.printf(Locale.ROOT, "%18.0f%18.2f", rate, rateAt(gallery, recall) / rate);
            }
        }
        System.out.println();
    }

    private double recall(String name, int ef) {
        return median(runs.get(name).get(ef), Peer.Run::recall);
    }

    /// Searches per CPU second.
    private double rate(String name, int ef) {
        return probes / median(runs.get(name).get(ef), Peer.Run::cpuSeconds);
    }

    /// Searches per CPU second at a recall, between the two nearest measured ones; NaN if it was not reached. CPU time
    /// is about linear in the logarithm of the share that is missed.
    private double rateAt(String name, double recall) {
        for (int i = 1; i < efs.length; i++) {
            double below = recall(name, efs[i - 1]);
            double above = recall(name, efs[i]);
            if (below <= recall && recall <= above) {
                double share = Math.log((1 - recall) / (1 - below)) / Math.log((1 - above) / (1 - below));
                return Math.exp((1 - share) * Math.log(rate(name, efs[i - 1])) + share * Math.log(rate(name, efs[i])));
            }
        }
        return Double.NaN;
    }

    private static <T> double median(List<T> values, ToDoubleFunction<T> number) {
        List<Double> sorted = values.stream()
                .map(number::applyAsDouble)
                .sorted(Comparator.naturalOrder())
                .toList();
        return sorted.get(sorted.size() / 2);
    }
}
