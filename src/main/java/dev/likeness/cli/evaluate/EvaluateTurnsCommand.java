package dev.likeness.cli.evaluate;

import dev.likeness.cli.terminal.Console;
import dev.likeness.evaluation.detection.TurnEvaluation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "turns",
        description = {
            "Turn upright photos by 90, 180 and 270 degrees; measure whether the same faces are found and recognised.",
            ""
        })
final class EvaluateTurnsCommand implements Callable<Integer> {
    @Mixin
    private final PhotoEvaluation evaluation;

    @Option(
            names = "--every",
            paramLabel = "N",
            defaultValue = "1",
            description = "Evaluate only every N-th photo (default: ${DEFAULT-VALUE}).")
    private int every;

    EvaluateTurnsCommand(Console console) {
        this.evaluation = new PhotoEvaluation(console);
    }

    @Override
    public Integer call() {
        TurnEvaluation measurement = new TurnEvaluation(evaluation.photos(), every);
        evaluation.run(measurement::run, "every", every);
        return 0;
    }
}
