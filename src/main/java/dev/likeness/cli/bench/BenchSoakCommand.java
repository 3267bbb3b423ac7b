package dev.likeness.cli.bench;

import dev.likeness.bench.soak.ServerRun;
import dev.likeness.bench.soak.ServerSample;
import dev.likeness.bench.soak.SoakBenchmark;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.options.ModelFlags;
import dev.likeness.cli.terminal.Columns;
import dev.likeness.cli.terminal.Console;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "soak",
        description = {
            "Load a real server with searches, uploads, deletions, names and clustering while it is stopped and killed;"
                    + " print failures, lost changes, and what memory, threads and files it uses. Exit status 1 if a"
                    + " request failed or a change was lost.",
            ""
        })
final class BenchSoakCommand implements Callable<Integer> {
    /// Options passed on to the server.
    private static final Set<String> SERVER_VARIABLES = Set.of(
            "--models",
            "--config",
            "--calibration",
            "--operating-point",
            "--detector",
            "--embedder",
            "--device",
            "--verbose");

    @Mixin
    private final GlobalOptions global;

    @Mixin
    private final ModelFlags models = new ModelFlags();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "10",
            description = "Duration, without restarts (default: ${DEFAULT-VALUE}).")
    private double minutes;

    @Option(
            names = "--restarts-every",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Interval at which the server gets SIGTERM and SIGKILL in turn; its last run has at least"
                    + " two fifths of the time, so that growth can be measured (default: ${DEFAULT-VALUE}).")
    private int restartEvery;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "The server's port (default: any free one).")
    private int port;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "4",
            description = "Number of concurrent clients (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "40",
            description = "Maximum requests per second of all clients together (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed that chooses the requests and their order (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Parameters(paramLabel = "PHOTOS", description = "A folder of photos to upload.")
    private Path photos = Path.of("");

    BenchSoakCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        // Read here, too, so that an error in it is reported at once.
        global.configuration(models.settings());
        List<String> options = new ArrayList<>();
        spec.commandLine().getParseResult().matchedOptions().stream()
                .filter(option -> SERVER_VARIABLES.contains(option.longestName()))
                .forEach(option -> options.add(
                        option.arity().max() == 0
                                ? option.longestName()
                                : option.longestName() + "="
                                        + option.originalStringValues().getLast()));
        SoakBenchmark.SoakReport report = new SoakBenchmark(
                        OwnProgram.commandLine(spec),
                        global.console().environment(),
                        options,
                        new SoakBenchmark.Plan(minutes, restartEvery, port, clients, rate, seed),
                        global.console()::note)
                .run(photos);
        global.printResult(report, () -> print(report));
        return report.passed() ? 0 : CommandLine.ExitCode.SOFTWARE;
    }

    private void print(SoakBenchmark.SoakReport report) {
        Console console = global.console();
        new Columns<SoakBenchmark.RequestStatistics>()
                .column("requests", "%s", SoakBenchmark.RequestStatistics::name)
                .column("succeeded", "%,d", SoakBenchmark.RequestStatistics::succeeded)
                .column("p50 ms", "%s", kind -> kind.latency().p50Millis().text(1))
                .column("p99 ms", "%s", kind -> kind.latency().p99Millis().text(1))
                .column("429/503", "%,d", SoakBenchmark.RequestStatistics::busy)
                .column("409", "%,d", SoakBenchmark.RequestStatistics::conflicts)
                .column("404", "%,d", SoakBenchmark.RequestStatistics::gone)
                .column("no response", "%,d", SoakBenchmark.RequestStatistics::lost)
                .column("no connection", "%,d", SoakBenchmark.RequestStatistics::refused)
                .print(console, "", report.requests());
        console.print("");
        new Columns<ServerRun>()
                .column("run s", "%.0f", ServerRun::seconds)
                .column("start s", "%.1f", ServerRun::startSeconds)
                .column("stop s", "%.1f", ServerRun::stopSeconds)
                .column("status", "%d", ServerRun::status)
                .column("photos present", "%,d", run -> run.consistency().present())
                .column("deleted", "%,d", run -> run.consistency().deleted())
                .column("names", "%,d", run -> run.consistency().named())
                .column("uncertain", "%,d", run -> run.consistency().uncertain())
                .column("lost", "%,d", run -> run.consistency().lost().size())
                .print(console, "", report.serverRuns());
        console.print("");
        usage("heap MB", ServerSample::heap, report);
        usage("resident MB", ServerSample::resident, report);
        usage("threads", ServerSample::threads, report);
        usage("open files", ServerSample::files, report);
        console.print("");
        report.serverErrors().forEach(line -> console.print("server: " + line));
        report.firstErrors().forEach(line -> console.print("error: " + line));
        report.lost().forEach(line -> console.print("lost: " + line));
        console.print(String.format(
                Locale.ROOT,
                "%,d photos, %d restarts, %,d errors, %,d acknowledged changes lost",
                report.photos(),
                report.serverRuns().size() - 1,
                report.errors(),
                report.lost().size()));
    }

    /// What the last run, the longest, used of one thing.
    private void usage(
            String name, Function<ServerSample, @Nullable Double> quantity, SoakBenchmark.SoakReport report) {
        ServerRun run = report.serverRuns().getLast();
        Double first = run.first(quantity);
        Double largest = run.largest(quantity);
        Double growth = run.growth(quantity);
        if (first != null && largest != null) {
            global.console()
                    .print(String.format(
                            Locale.ROOT,
                            "%-12s first %,8.1f, at most %,8.1f, growth in the second half %s a minute",
                            name,
                            first,
                            largest,
                            growth == null ? "unknown" : String.format(Locale.ROOT, "%+.2f", growth)));
        }
    }
}
