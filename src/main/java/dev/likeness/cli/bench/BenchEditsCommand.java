package dev.likeness.cli.bench;

import dev.likeness.bench.EditBenchmark;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Columns;
import dev.likeness.cli.terminal.Console;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "edits",
        description = {
            "Make edits in an empty gallery and in one with many people and a long history, alternately; print the"
                    + " median times and their ratio, which should be at most 2.",
            ""
        })
final class BenchEditsCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Events in the history of the full gallery (default: ${DEFAULT-VALUE}).")
    private int events;

    @Option(
            names = "--people",
            paramLabel = "N",
            defaultValue = "10000",
            description = "People of the full gallery (default: ${DEFAULT-VALUE}).")
    private int people;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "25",
            description = "How often each edit is made in each gallery (default: ${DEFAULT-VALUE}).")
    private int rounds;

    BenchEditsCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        List<EditBenchmark.Run> runs = new EditBenchmark(events, people, rounds).run(global.console()::note);
        global.printTable(
                runs,
                new Columns<EditBenchmark.Run>()
                        .column("edit", "%s", EditBenchmark.Run::edit)
                        .column("empty, ms", "%.1f", EditBenchmark.Run::emptyMillis)
                        .column("full, ms", "%.1f", EditBenchmark.Run::fullMillis)
                        .column("ratio", "%.2f", EditBenchmark.Run::ratio));
        return 0;
    }
}
