package dev.likeness.cli.bench;

import dev.likeness.bench.crash.CrashBenchmark;
import dev.likeness.bench.crash.CrashReport;
import dev.likeness.bench.crash.CrashReport.OperationReport;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.options.ModelFlags;
import dev.likeness.cli.terminal.Columns;
import dev.likeness.cli.terminal.Console;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "crash",
        description = {
            "Kill real processes in the middle of an ingest, of edits, a clustering, a re-embedding, an import, a backup,"
                    + " a restore and a deletion; after each kill, open and check the gallery, look for everything that"
                    + " was acknowledged, and run the same command again. Exit status 1 if anything was lost, half done"
                    + " or not finished.",
            ""
        })
final class BenchCrashCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Mixin
    private final ModelFlags models = new ModelFlags();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--kills",
            paramLabel = "N",
            defaultValue = "200",
            description = "Number of processes to kill (default: ${DEFAULT-VALUE}).")
    private int kills;

    @Option(
            names = "--photos",
            paramLabel = "FOLDER",
            required = true,
            description = "A folder of photos. They are copied and not changed.")
    private Path photos = Path.of("");

    @Option(
            names = "--max-photos",
            paramLabel = "N",
            defaultValue = "45",
            description = "Maximum number of photos to use (default: ${DEFAULT-VALUE}).")
    private int maxPhotos;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed that chooses the photos and the moments (default: ${DEFAULT-VALUE}).")
    private long seed;

    BenchCrashCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        CrashReport report = new CrashBenchmark(
                        OwnProgram.commandLine(spec),
                        global.console().environment(),
                        global.configuration(models.settings()).engine(),
                        new CrashBenchmark.Plan(kills, maxPhotos, seed),
                        global.console()::note)
                .run(photos);
        global.printResult(report, () -> print(report));
        return report.passed() ? 0 : CommandLine.ExitCode.SOFTWARE;
    }

    private void print(CrashReport report) {
        Console console = global.console();
        new Columns<OperationReport>()
                .column("operation", "%s", OperationReport::operation)
                .column("kills", "%,d", OperationReport::kills)
                .column("not opened", "%,d", OperationReport::notOpened)
                .column("lost", "%,d", OperationReport::lost)
                .column("half done", "%,d", OperationReport::halfDone)
                .column("not finished", "%,d", OperationReport::notFinished)
                .print(console, "", report.operations());
        console.print("");
        report.problems().forEach(console::print);
        console.print(String.format(
                Locale.ROOT,
                "%,d kills on %,d photos in %,.0f s, seed %d",
                report.kills(),
                report.photos(),
                report.seconds(),
                seed));
    }
}
