package dev.likeness.cli.bench;

import dev.likeness.bench.ClusterBenchmark;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Columns;
import dev.likeness.cli.terminal.Console;
import dev.likeness.evaluation.clustering.ClusterScores;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "cluster",
        description = {
            "Cluster synthetic faces in a temporary gallery: an eighth, a quarter, a half and all of them; print how"
                    + " the time grows.",
            ""
        })
final class BenchClusterCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Option(
            names = "--faces",
            paramLabel = "N",
            defaultValue = "200000",
            description = "Number of faces in the last run (default: ${DEFAULT-VALUE}).")
    private int faces;

    BenchClusterCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        if (faces < 16_000) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "faces must be at least 16000, got: " + faces);
        }
        ClusterBenchmark.Result result =
                new ClusterBenchmark(global.configuration(Map.of()).engine(), global.console()::note).run(faces);
        global.printResult(result, () -> print(result));
        return 0;
    }

    private void print(ClusterBenchmark.Result result) {
        Console console = global.console();
        List<Row> works = new ArrayList<>();
        for (ClusterBenchmark.Run run : result.runs()) {
            works.add(new Row(run, "index", run.indexing(), run.faces(), null));
            works.add(new Row(run, "cluster", run.clustering(), run.faces(), run.scores()));
            works.add(new Row(run, "add 1,000", run.incremental(), 1_000, run.incrementalScores()));
            works.add(new Row(run, "DBSCAN", run.dbscan(), run.faces(), run.dbscanScores()));
        }
        new Columns<Row>()
                .column("faces", "%,d", work -> work.run.faces())
                .column("people", "%,d", work -> work.run.people())
                .column("work", "%s", Row::step)
                .column("s", "%.1f", work -> work.cost.seconds())
                .column("CPU s", "%.1f", work -> work.cost.cpuSeconds())
                .column("CPU ms/face", "%.2f", work -> 1000 * work.cost.cpuSeconds() / work.each)
                .column("heap GB", "%.2f", work -> work.cost.heapBytes() / 1e9)
                .column("F", "%.4f", work -> work.scores == null ? null : work.scores.fScore())
                .print(console, "", works);
        for (ClusterBenchmark.Run run : result.runs()) {
            console.print(String.format(
                    Locale.ROOT,
                    "%,d faces: %,d people found, %,d faces unassigned, precision %.4f, recall %.4f%s",
                    run.faces(),
                    run.peopleFound(),
                    run.unassigned(),
                    run.scores().precision(),
                    run.scores().recall(),
                    run.ratio() == null
                            ? ""
                            : String.format(Locale.ROOT, "; %.2f × the CPU time of half as many", run.ratio())));
        }
        console.print(String.format(
                Locale.ROOT,
                "DBSCAN's minimum cosine, tuned on a small gallery of another seed: %.2f",
                result.minCosine()));
    }

    /// A row of the table: one step of a run with its cost and scores.
    private record Row(
            ClusterBenchmark.Run run,
            String step,
            ClusterBenchmark.Cost cost,
            int each,
            @Nullable ClusterScores scores) {}
}
