package dev.likeness.cli.bench;

import dev.likeness.bench.DuplicateBenchmark;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Columns;
import dev.likeness.cli.terminal.Console;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "duplicates",
        description = {
            "Search for duplicates among synthetic identities: a quarter, a half and all of them; print how the time"
                    + " grows.",
            ""
        })
final class BenchDuplicatesCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Option(
            names = "--identities",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Number of identities in the last run (default: ${DEFAULT-VALUE}).")
    private int identities;

    BenchDuplicatesCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        if (identities < 40_000) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "identities must be at least 40000, because fewer are compared exhaustively, got: " + identities);
        }
        List<DuplicateBenchmark.Run> runs = DuplicateBenchmark.run(
                identities,
                run -> global.console()
                        .note(String.format(Locale.ROOT, "%,d identities in %.1f s", run.identities(), run.seconds())));
        global.printTable(
                runs,
                new Columns<DuplicateBenchmark.Run>()
                        .column("identities", "%,d", DuplicateBenchmark.Run::identities)
                        .column("pairs", "%,d", DuplicateBenchmark.Run::pairs)
                        .column("offered", "%,d", DuplicateBenchmark.Run::found)
                        .column("of planted", "%.4f", DuplicateBenchmark.Run::plantedRecall)
                        .column("s", "%.1f", DuplicateBenchmark.Run::seconds)
                        .column("CPU s", "%.1f", DuplicateBenchmark.Run::cpuSeconds)
                        .column("CPU µs/identity", "%.0f", run -> 1e6 * run.cpuSeconds() / run.identities())
                        .column("× half as many", "%.2f", DuplicateBenchmark.Run::ratio));
        return 0;
    }
}
