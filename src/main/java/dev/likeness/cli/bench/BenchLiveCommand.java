package dev.likeness.cli.bench;

import dev.likeness.bench.LiveBenchmark;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.TextTable;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "live",
        description = {
            "Search synthetic faces while they are added and merged; print what a search costs after a killed ingest and"
                    + " while its segments are merged, and how many searches there are beside an uploader.",
            ""
        })
final class BenchLiveCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Mixin
    private final FacesOption faces = new FacesOption();

    @Option(
            names = "--commit",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Number of faces between two commits of the ingest (default: ${DEFAULT-VALUE}).")
    private int commitFaces;

    BenchLiveCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        LiveBenchmark.Result result = LiveBenchmark.run(
                global.configuration(Map.of()).engine().index(), faces.count(), commitFaces, global.console()::note);
        global.printResult(result, () -> print(result));
        return 0;
    }

    private void print(LiveBenchmark.Result result) {
        TextTable shapes = TextTable.of("state", "segments", "CPU µs/search", "× merged");
        for (LiveBenchmark.Shape shape : result.shapes()) {
            shapes.row(
                    shape.state(),
                    Integer.toString(shape.segments()),
                    String.format(Locale.ROOT, "%.0f", shape.cpuMicros()),
                    String.format(Locale.ROOT, "%.2f", shape.ofMerged()));
        }
        shapes.print(global.console(), "");
        TextTable throughputs = TextTable.of("beside", "searches/s", "p50 ms", "p99 ms", "uploads/s");
        for (LiveBenchmark.Throughput one : result.throughputs()) {
            throughputs.row(
                    one.beside().name().toLowerCase(Locale.ROOT),
                    String.format(Locale.ROOT, "%,.0f", one.searchesPerSecond()),
                    one.latency().p50Millis().text(2),
                    one.latency().p99Millis().text(2),
                    one.uploads() == 0 ? "-" : String.format(Locale.ROOT, "%.0f", one.uploads()));
        }
        throughputs.print(global.console(), "");
        global.console()
                .print(String.format(
                        Locale.ROOT,
                        "Merged in the background in %.0f s. Beside an uploader there are %.2f × the searches that there"
                                + " are beside a burner.",
                        result.mergeSeconds(),
                        result.besideUploader()));
    }
}
