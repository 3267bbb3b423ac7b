package dev.likeness.cli.evaluate;

import dev.likeness.cli.options.ModelFlags;
import dev.likeness.cli.terminal.Console;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.evaluation.search.SearchEvaluation;
import java.nio.file.Path;
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
    private final GalleryEvaluation evaluation;

    @Mixin
    private final ModelFlags models = new ModelFlags();

    @Option(names = "--labels", paramLabel = "FILE", description = "Labels: CSV with the header photo,person.")
    private @Nullable Path labels;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed that chooses probes, halves and degradations (default: ${DEFAULT-VALUE}).")
    private long seed;

    EvaluateSearchCommand(Console console) {
        this.evaluation = new GalleryEvaluation(console);
    }

    @Override
    public Integer call() {
        InvalidInputPolicy badInput = evaluation.badInput();
        evaluation.run(models.settings(), badInput, (engine, parameters) -> {
            PhotoLabels people = labels == null ? null : evaluation.read(labels, badInput);
            parameters.put("labels", labels == null ? "none" : labels.toString());
            parameters.put("seed", Long.toString(seed));
            return SearchEvaluation.run(engine, evaluation.global().gallery(), people, seed, badInput);
        });
        return 0;
    }
}
