package dev.likeness.cli.evaluate;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.options.ModelFlags;
import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.Engine;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.search.SearchEvaluation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "search",
        description = {
            "Measure search in a gallery: recall of the index against an exact scan, latency, and with labels the people found.",
            "",
            "With labels, people are searched by magnitude-weighted template, mean template, their face of greatest magnitude and the nearest of their faces, in a clean gallery and in a degraded one.",
            ""
        })
final class EvaluateSearchCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Mixin
    private final ModelFlags models = new ModelFlags();

    @Mixin
    private final LabelFlags flags = new LabelFlags();

    @Mixin
    private final ReportFlags reports = new ReportFlags();

    @Option(names = "--labels", paramLabel = "FILE", description = "Labels: CSV with the header photo,person.")
    private @Nullable Path labels;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed that chooses probes, halves and degradations (default: ${DEFAULT-VALUE}).")
    private long seed;

    EvaluateSearchCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        InvalidInputPolicy badInput = flags.badInput();
        try (Engine engine = global.engine(models.settings())) {
            PhotoLabels people = labels == null ? null : flags.read(labels, badInput);
            Report report = SearchEvaluation.run(engine, global.gallery(), people, seed, badInput);
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("gallery", global.gallery());
            parameters.put("labels", labels == null ? "none" : labels.toString());
            parameters.put("seed", Long.toString(seed));
            parameters.put("skipped", Long.toString(badInput.skipped()));
            reports.deliver(
                    global, report, LabelFlags.provenance(engine.galleries().details(global.gallery()), parameters));
            EvaluationFlags.noteSkipped(global.console(), badInput);
        }
        return 0;
    }
}
