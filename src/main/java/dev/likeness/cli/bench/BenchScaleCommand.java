package dev.likeness.cli.bench;

import dev.likeness.bench.scale.ScaleBenchmark;
import dev.likeness.bench.scale.ScalePlan;
import dev.likeness.bench.scale.ScalePlots;
import dev.likeness.bench.scale.ScaleProcess;
import dev.likeness.bench.scale.ScaleStep;
import dev.likeness.bench.scale.StepResult;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Columns;
import dev.likeness.cli.terminal.Console;
import dev.likeness.evaluation.report.ReportPart.LinePlot;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "scale",
        description = {
            "Build galleries of synthetic faces in a folder, of an eighth, a quarter, a half and all of them; print what"
                    + " building, clustering, searching, lists, duplicates and new faces cost at each size. A run that"
                    + " was interrupted goes on where it was. The folder stays. A million faces take about two hours on two"
                    + " processors; 8,000 show in some minutes how the output looks.",
            ""
        })
final class BenchScaleCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--faces",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Number of faces of the last size (default: ${DEFAULT-VALUE}).")
    private int faces;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            required = true,
            description = "Folder for the gallery and the results: about 6 GB for a million faces.")
    private Path folder = Path.of("");

    @Option(
            names = "--plots",
            paramLabel = "FOLDER",
            description = "Folder for two plots, scale-time.svg and scale-bytes.svg; it is made if it is not there.")
    private @Nullable Path plots;

    @Option(names = "--step", hidden = true, description = "Do this step alone, in this process.")
    private @Nullable ScaleStep step;

    @Option(names = "--size", hidden = true, description = "Number of faces of the gallery for --step.")
    private int size;

    BenchScaleCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        ScalePlan plan = new ScalePlan(folder.toAbsolutePath(), faces);
        if (step != null) {
            ScaleBenchmark.write(
                    plan,
                    new ScaleProcess(global.configuration(Map.of()).engine(), plan, global.console()::note)
                            .run(step, size));
            return 0;
        }
        create("--folder", folder);
        if (plots != null) {
            create("--plots", plots);
        }
        List<StepResult> results = new ScaleBenchmark(OwnProgram.commandLine(spec), plan, global.console()::note).run();
        global.printResult(results, () -> print(results));
        if (plots != null) {
            write(plots.resolve("scale-time.svg"), ScalePlots.time(results));
            write(plots.resolve("scale-bytes.svg"), ScalePlots.bytes(results));
        }
        return 0;
    }

    /// Before hours of measuring.
    private static void create(String option, Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, option + " must be a folder that can be written, got: " + folder, e);
        }
    }

    private static void write(Path file, LinePlot plot) {
        try {
            AtomicFile.write(file, plot.svg().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private void print(List<StepResult> results) {
        Columns<StepResult> columns = new Columns<StepResult>()
                .column("faces", "%,d", StepResult::faces)
                .column("step", "%s", result -> result.step().name().toLowerCase(Locale.ROOT))
                .column("s", "%,.1f", StepResult::seconds)
                .column("CPU s", "%,.1f", StepResult::cpuSeconds)
                .column("memory MB", "%,.0f", StepResult::anonymousMegabytes)
                .column("disk MB", "%,.0f", StepResult::diskMegabytes);
        columns.print(global.console(), "", results);
        for (StepResult result : results) {
            for (StepResult.Figure figure : result.figures()) {
                global.console()
                        .print(String.format(
                                Locale.ROOT,
                                "%,d faces, %s: %s %,.4f %s",
                                result.faces(),
                                result.step().name().toLowerCase(Locale.ROOT),
                                figure.name(),
                                figure.value(),
                                figure.unit()));
            }
        }
    }
}
