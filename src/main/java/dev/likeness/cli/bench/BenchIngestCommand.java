package dev.likeness.cli.bench;

import dev.likeness.bench.IngestBenchmark;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.options.ModelFlags;
import dev.likeness.cli.terminal.Columns;
import dev.likeness.cli.terminal.Console;
import dev.likeness.extract.Stage;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "ingest",
        description = {
            "Ingest a folder, and 12-megapixel photos made from it, into a temporary gallery; print the time of each"
                    + " stage.",
            ""
        })
final class BenchIngestCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Mixin
    private final ModelFlags models = new ModelFlags();

    @Parameters(paramLabel = "PATH", description = "A folder of photos.")
    private Path photos = Path.of("");

    BenchIngestCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        Console console = global.console();
        List<IngestBenchmark.Run> runs =
                new IngestBenchmark(global.configuration(models.settings()).engine(), console::note).run(photos);
        global.printResult(runs, () -> runs.forEach(this::print));
        return 0;
    }

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

    private static double seconds(IngestBenchmark.Run run, Stage stage) {
        return run.cpuSeconds().getOrDefault(stage, 0.0);
    }
}
