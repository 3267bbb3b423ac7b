package dev.likeness.cli.evaluate;

import dev.likeness.cli.terminal.Console;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.quality.DegradedQualityReport;
import dev.likeness.evaluation.report.Bootstrap;
import dev.likeness.evaluation.verification.FacePairs;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "quality",
        description = {
            "Measure how well the magnitude predicts errors: error-versus-reject curves of magnitude, detector score, sharpness and chance.",
            "",
            "Uses the pictures as they are and with seeded degradations: blur, shrinking, JPEG.",
            ""
        })
final class EvaluateQualityCommand implements Callable<Integer> {
    @Mixin
    private final ModelEvaluation evaluation;

    @Mixin
    private final PairFlags pictures = new PairFlags();

    @Mixin
    private final ResampleFlags resamples = new ResampleFlags();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Number of degraded versions of each picture (default: ${DEFAULT-VALUE}).")
    private int seeds;

    EvaluateQualityCommand(Console console) {
        this.evaluation = new ModelEvaluation(console);
    }

    @Override
    public Integer call() {
        InvalidInputPolicy badInput = evaluation.badInput();
        Bootstrap bootstrap = resamples.bootstrap();
        evaluation.run(badInput, (reader, parameters) -> {
            FacePairs faces = evaluation.withProgress(progress ->
                    FacePairs.ofImages(reader, pictures.images(), pictures.pairs(), seeds, true, badInput, progress));
            pictures.describe(parameters);
            parameters.put("seeds", Integer.toString(seeds));
            resamples.describe(parameters);
            return DegradedQualityReport.of(faces, bootstrap);
        });
        return 0;
    }
}
