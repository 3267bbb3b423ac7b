package dev.likeness.cli.gallery;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.Interruption;
import dev.likeness.config.Setting;
import dev.likeness.engine.Engine;
import dev.likeness.engine.clustering.ClusterSummary;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "cluster",
        description = {
            "Cluster all faces of a gallery into people.",
            "",
            "core-first is the algorithm to use; the others are there to compare it with. hdbscan may put a whole gallery into one person, and so may the rest with a --min-cosine that is too low: cluster warns if one person holds more than half of all faces.",
            "",
            "People keep their numbers, and your edits (name, confirm, move, merge, …) stay in force. Ingest clusters new faces by itself; this command clusters all faces again.",
            ""
        })
public final class ClusterCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Option(
            names = "--algorithm",
            paramLabel = "NAME",
            description = "core-first (default), dbscan, hdbscan, average-linkage, chinese-whispers or map-equation.")
    private @Nullable String algorithm;

    @Option(
            names = "--caution",
            paramLabel = "WORD",
            description =
                    "What core-first avoids: cautious (strangers together; more people end in pieces), eager (a person in pieces; more strangers end together), balanced.")
    private @Nullable String caution;

    @Option(
            names = "--min-cosine",
            paramLabel = "C",
            description = "Minimum cosine of one person's faces, for the other algorithms.")
    private @Nullable String minCosine;

    @Option(names = "--min-faces", paramLabel = "N", description = "Minimum number of close faces that form a person.")
    private @Nullable String minFaces;

    ClusterCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        Map<String, Setting> flags = new HashMap<>();
        GlobalOptions.put(flags, "cluster.algorithm", algorithm, "--algorithm");
        GlobalOptions.put(flags, "cluster.caution", caution, "--caution");
        GlobalOptions.put(flags, "cluster.minCosine", minCosine, "--min-cosine");
        GlobalOptions.put(flags, "cluster.minFaces", minFaces, "--min-faces");
        try (Interruption interruption = Interruption.onCtrlC();
                Engine engine = global.engine(flags)) {
            Optional<ClusterSummary> summary = ClusteringProgress.run(
                    global, interruption, listener -> engine.cluster(global.gallery(), listener));
            summary.ifPresent(
                    done -> global.printResult(done, () -> global.console().print(ClusteringProgress.describe(done))));
            return summary.isPresent() ? 0 : Interruption.EXIT_STATUS;
        }
    }
}
