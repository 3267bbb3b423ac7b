package dev.likeness.cli.bench;

import dev.likeness.bench.HttpBenchmark;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "http",
        description = {"Search synthetic faces over HTTP and in the process; print the cost of HTTP.", ""})
final class BenchHttpCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Mixin
    private final FacesOption faces = new FacesOption();

    @Option(
            names = "--queries",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Number of probes for each measurement (default: ${DEFAULT-VALUE}).")
    private int queries;

    BenchHttpCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        List<HttpBenchmark.Run> runs = HttpBenchmark.run(
                global.configuration(Map.of()).engine(), faces.count(), queries, global.console()::note);
        global.printResult(runs, () -> print(runs));
        return 0;
    }

    private void print(List<HttpBenchmark.Run> runs) {
        TextTable table =
                TextTable.of("mode", "probes", "queries/s", "CPU µs/query", "× index", "× engine", "p50 ms", "p99 ms");
        for (HttpBenchmark.Run run : runs) {
            table.row(
                    run.description(),
                    Integer.toString(run.probes()),
                    String.format(Locale.ROOT, "%,.0f", run.queriesPerSecond()),
                    String.format(Locale.ROOT, "%.0f", run.cpuMicros()),
                    String.format(Locale.ROOT, "%.2f", run.overIndex()),
                    String.format(Locale.ROOT, "%.2f", run.overEngine()),
                    run.latency().p50Millis().text(2),
                    run.latency().p99Millis().text(2));
        }
        table.print(global.console(), "");
    }
}
