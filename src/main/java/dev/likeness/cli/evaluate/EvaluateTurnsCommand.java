package dev.likeness.cli.evaluate;

import dev.likeness.cli.terminal.Console;
import dev.likeness.config.Configuration;
import dev.likeness.engine.Engine;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.detection.TurnEvaluation;
import dev.likeness.evaluation.detection.TurnReport;
import dev.likeness.image.ImageReader;
import java.util.Map;
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
        Configuration configuration = evaluation.configuration();
        String embedder = configuration.models().embedder();
        InvalidInputPolicy badInput = evaluation.badInput();
        try (Engine engine = evaluation.engine()) {
            TurnReport report = evaluation.withProgress(progress -> measurement.run(
                    engine, new ImageReader(configuration.engine().image()), embedder, badInput, progress));
            Map<String, String> parameters = Map.of(
                    "photos",
                    evaluation.photos().toString(),
                    "detector",
                    configuration.models().detector(),
                    "every",
                    Integer.toString(every));
            evaluation.deliver(report, embedder, parameters, badInput);
        }
        return 0;
    }
}
