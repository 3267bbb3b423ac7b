package dev.likeness.cli.evaluate;

import dev.likeness.cli.terminal.Console;
import dev.likeness.evaluation.calibration.CalibrationEvaluation;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.evaluation.report.Bootstrap;
import dev.likeness.support.Preconditions;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "calibration",
        description = {
            "Measure how well the probabilities are calibrated, on labelled photos of people who were not used to fit them.",
            "",
            "Draws as many mated as impostor pairs; half are degraded, half are close to the threshold.",
            ""
        })
final class EvaluateCalibrationCommand implements Callable<Integer> {
    @Mixin
    private final ModelEvaluation evaluation;

    @Mixin
    private final LabelFile labels = new LabelFile();

    @Mixin
    private final ResampleFlags resamples = new ResampleFlags();

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "The folder that the labels' photos are relative to (default: the labels' own).")
    private @Nullable Path images;

    @Option(
            names = "--rival",
            paramLabel = "FILE",
            description =
                    "The calibration to compare with, for example one of `likeness calibrate --cosine-only` (default: the evaluated one, ignoring quality, which it was not fitted for).")
    private @Nullable Path rival;

    @Option(
            names = "--label-noise",
            paramLabel = "SHARE",
            defaultValue = "0",
            description =
                    "Assumed share of wrong labels, 0 to 1; the report says how much of the calibration error it would explain (default: ${DEFAULT-VALUE}).")
    private double labelNoise;

    @Option(names = "--templates", description = "Evaluate pairs of templates of several photos each.")
    private boolean templates;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "12000",
            description = "Number of pairs to draw (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Number of degraded versions of each photo (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--gallery-people",
            paramLabel = "N",
            defaultValue = "60",
            description =
                    "Number of people of a single gallery, at most half of all; the report says how the error differs between such galleries (default: ${DEFAULT-VALUE}).")
    private int galleryPeople;

    EvaluateCalibrationCommand(Console console) {
        this.evaluation = new ModelEvaluation(console);
    }

    @Override
    public Integer call() {
        // Before the pictures are read, which takes minutes.
        Preconditions.require(galleryPeople >= 1, "--gallery-people must be at least 1", galleryPeople);
        Path evaluated = evaluation.global().calibration();
        InvalidInputPolicy badInput = evaluation.badInput();
        Bootstrap bootstrap = resamples.bootstrap();
        PhotoLabels people = PhotoLabels.read(labels.path(), images, badInput);
        evaluation.run(badInput, (reader, parameters) -> {
            CalibrationEvaluation drawn = evaluation.withProgress(progress -> CalibrationEvaluation.draw(
                    reader,
                    people,
                    templates ? CalibrationEvaluation.Kind.TEMPLATES : CalibrationEvaluation.Kind.FACES,
                    count,
                    seeds,
                    badInput,
                    progress));
            parameters.put("labels", labels.path().toString());
            parameters.put("calibration", evaluated == null ? "built-in" : evaluated.toString());
            parameters.put("rival", rival == null ? "the same, ignoring quality" : rival.toString());
            parameters.put("pairs of", drawn.kind().name().toLowerCase(Locale.ROOT));
            parameters.put("label noise", Double.toString(labelNoise));
            parameters.put("degraded versions", Integer.toString(seeds));
            parameters.put("people of a gallery", Integer.toString(galleryPeople));
            parameters.put("threshold", String.format(Locale.ROOT, "%.4f", drawn.threshold()));
            resamples.describe(parameters);
            return drawn.evaluate(reader.modelSha256(), evaluated, rival, labelNoise, galleryPeople, bootstrap);
        });
        return 0;
    }
}
