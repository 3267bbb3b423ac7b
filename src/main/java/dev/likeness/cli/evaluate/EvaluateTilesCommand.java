package dev.likeness.cli.evaluate;

import dev.likeness.cli.terminal.Console;
import dev.likeness.evaluation.detection.TileEvaluation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "tiles",
        description = {
            "Compose a panorama, a strip and other large pictures of portraits, photos of one person each; measure whether their faces are found"
                    + " and recognised, and how long it takes.",
            ""
        })
final class EvaluateTilesCommand implements Callable<Integer> {
    @Mixin
    private final PhotoEvaluation evaluation;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "1",
            description = "Compose N pictures of each kind, of other portraits (default: ${DEFAULT-VALUE}).")
    private int repeats;

    EvaluateTilesCommand(Console console) {
        this.evaluation = new PhotoEvaluation(console);
    }

    @Override
    public Integer call() {
        TileEvaluation measurement = new TileEvaluation(evaluation.photos(), TileEvaluation.DEFAULT_PICTURES, repeats);
        evaluation.run(measurement::run, "repeats", repeats);
        return 0;
    }
}
