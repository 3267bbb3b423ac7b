package dev.likeness.cli.bench;

import dev.likeness.bench.IngestBenchmark;
import dev.likeness.bench.ProcessCost;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.options.ModelFlags;
import dev.likeness.cli.terminal.Columns;
import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.EngineOptions;
import dev.likeness.extract.Stage;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "ingest",
        description = {
            "Ingest a folder, and 12-megapixel photos made from it, into a temporary gallery, then search with them;"
                    + " print the time of each stage, how much of the CPU time the same model runs alone take, and what"
                    + " a process costs that ingests one photo.",
            ""
        })
final class BenchIngestCommand implements Callable<Integer> {
    private static final Set<String> PASSED_ON =
            Set.of("--models", "--config", "--calibration", "--detector", "--embedder", "--device");

    @Mixin
    private final GlobalOptions global;

    @Mixin
    private final ModelFlags models = new ModelFlags();

    @Parameters(paramLabel = "PATH", description = "A folder of photos.")
    private Path photos = Path.of("");

    @Option(
            names = "--photos",
            paramLabel = "N",
            description = "Take only so many photos of the folder, evenly chosen.")
    private int most = Integer.MAX_VALUE;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    BenchIngestCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        Console console = global.console();
        if (most < 1) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "--photos must be at least 1, got: " + most);
        }
        EngineOptions options = global.configuration(models.settings()).engine();
        List<IngestBenchmark.Run> runs = new IngestBenchmark(options, console::note).run(photos, most);
        ProcessCost process =
                ProcessCost.measure(OwnProgram.commandLine(spec), options(), IngestBenchmark.firstPhoto(photos));
        global.printResult(new Report(runs, process), () -> {
            runs.forEach(this::print);
            console.print(String.format(
                    Locale.ROOT,
                    "a process that ingests one photo: %.2f CPU s in %.2f s, the least of %d",
                    process.cpuSeconds(),
                    process.wallSeconds(),
                    process.processes()));
        });
        return 0;
    }

    /// The options of this command that another process needs, too.
    private List<String> options() {
        return spec.commandLine().getParseResult().matchedOptions().stream()
                .filter(option -> PASSED_ON.contains(option.longestName()))
                .map(option -> option.longestName() + "="
                        + option.originalStringValues().getLast())
                .toList();
    }

    /// What the command prints as JSON.
    record Report(List<IngestBenchmark.Run> sets, ProcessCost process) {}

    private void print(IngestBenchmark.Run run) {
        Console console = global.console();
        console.print(String.format(
                Locale.ROOT,
                "%s: %,d photos, %,d faces in %.1f s on %s, %d cores: %.1f photos/s, %.1f faces/s",
                run.set(),
                run.photos(),
                run.faces(),
                run.wallSeconds(),
                run.device(),
                run.cores(),
                run.photos() / run.wallSeconds(),
                run.faces() / run.wallSeconds()));
        double total = run.cpuSeconds().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        new Columns<Stage>()
                .column("stage", "%s", stage -> stage.name().toLowerCase(Locale.ROOT))
                .column("CPU s", "%.2f", stage -> seconds(run, stage))
                .column("ms/photo", "%.2f", stage -> 1000 * seconds(run, stage) / run.photos())
                .column("share", "%.1f %%", stage -> 100 * seconds(run, stage) / total)
                .print(console, "  ", List.of(Stage.values()));
        console.print(String.format(
                Locale.ROOT,
                "  stages' CPU ÷ (wall × cores) %.3f; whole process %.3f; embedder alone on prepared crops %.2f"
                        + " ms/face, here %.2f",
                run.stageShare(),
                run.processShare(),
                run.embedOnlyMillis(),
                1000 * seconds(run, Stage.EMBED) / run.faces()));
        print("ingest", run.ingest());
        print("searches with these photos", run.search());
        if (run.gpu() != null) {
            console.print(String.format(
                    Locale.ROOT,
                    "  %.1f times the CPU's faces/s; GPU busy %.0f %% of the time; cosine of the same crops on"
                            + " both at least %.5f, mean %.5f",
                    run.gpu().cpuWallSeconds() / run.wallSeconds(),
                    100 * run.gpu().busy(),
                    run.gpu().minCosine(),
                    run.gpu().meanCosine()));
        }
    }

    private void print(String what, IngestBenchmark.@Nullable Cost cost) {
        if (cost != null) {
            global.console()
                    .print(String.format(
                            Locale.ROOT,
                            "  %s: %.2f CPU s, the same model runs alone %.2f: %.3f of it",
                            what,
                            cost.cpuSeconds(),
                            cost.modelSeconds(),
                            cost.modelShare()));
        }
    }

    private static double seconds(IngestBenchmark.Run run, Stage stage) {
        return run.cpuSeconds().getOrDefault(stage, 0.0);
    }
}
