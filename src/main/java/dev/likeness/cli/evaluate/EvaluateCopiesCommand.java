package dev.likeness.cli.evaluate;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.options.ModelFlags;
import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.EngineOptions;
import dev.likeness.evaluation.duplicates.PhotoCopyEvaluation;
import dev.likeness.evaluation.report.Report;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "copies",
        description = {
            "Measure how many copies of photos are found, and how many second shots of a scene are taken for copies. Both are derived from real photos.",
            ""
        })
final class EvaluateCopiesCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Mixin
    private final ModelFlags models = new ModelFlags();

    @Mixin
    private final ReportFlags reports = new ReportFlags();

    @Option(names = "--images", paramLabel = "DIR", required = true, description = "A folder of photos.")
    private Path images = Path.of("");

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "100",
            description = "Number of photos to copy (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed that chooses the photos and their changes (default: ${DEFAULT-VALUE}).")
    private long seed;

    EvaluateCopiesCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        EngineOptions options = global.configuration(models.settings()).engine();
        Report report = PhotoCopyEvaluation.run(options, images, count, seed, global.console()::note);
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("images", images.toString());
        parameters.put("count", Integer.toString(count));
        parameters.put("seed", Long.toString(seed));
        reports.deliver(global, report, ReportFlags.provenance(options.models().embedder(), "", parameters));
        return 0;
    }
}
