package dev.likeness.cli.evaluate;

import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.duplicates.DuplicatesRequest;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.duplicates.DuplicateEvaluation;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "duplicates",
        description = {
            "Measure how many duplicate identities are found. Labelled people are split in two at random.",
            "",
            "A label refers to the largest face of its photo. Offered pairs that look like wrong labels are listed and counted separately.",
            ""
        })
final class EvaluateDuplicatesCommand implements Callable<Integer> {
    @Mixin
    private final GalleryEvaluation evaluation;

    @Mixin
    private final LabelFile labels = new LabelFile();

    @Option(
            names = "--split",
            paramLabel = "N",
            defaultValue = "60",
            description = "Number of people to split in two (default: ${DEFAULT-VALUE}).")
    private int split;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "10",
            description = "Number of rounds, each with other people (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--gallery-people",
            paramLabel = "N",
            defaultValue = "0",
            description = "Number of people of each round, drawn from all; 0 for all (default: ${DEFAULT-VALUE}).")
    private int galleryPeople;

    @Option(
            names = "--min-probability",
            paramLabel = "P",
            defaultValue = "" + DuplicatesRequest.DEFAULT_MIN_PROBABILITY,
            description = "Minimum probability of a pair (default: ${DEFAULT-VALUE}).")
    private double minProbability;

    EvaluateDuplicatesCommand(Console console) {
        this.evaluation = new GalleryEvaluation(console);
    }

    @Override
    public Integer call() {
        DuplicateEvaluation.Plan plan = new DuplicateEvaluation.Plan(galleryPeople, split, seeds);
        InvalidInputPolicy badInput = evaluation.badInput();
        evaluation.run(Map.of(), badInput, (engine, parameters) -> {
            parameters.put("labels", labels.path().toString());
            parameters.put("face", "largest");
            parameters.put("people of a gallery", galleryPeople == 0 ? "all" : Integer.toString(galleryPeople));
            parameters.put("split", Integer.toString(split));
            parameters.put("seeds", "1 to " + seeds);
            return DuplicateEvaluation.run(
                    engine,
                    evaluation.global().gallery(),
                    evaluation.read(labels.path(), badInput),
                    plan,
                    minProbability,
                    badInput);
        });
        return 0;
    }
}
