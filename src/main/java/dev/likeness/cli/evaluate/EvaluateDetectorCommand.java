package dev.likeness.cli.evaluate;

import dev.likeness.cli.terminal.Console;
import dev.likeness.config.Configuration;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.detection.DetectorEvaluation;
import dev.likeness.evaluation.detection.DetectorReport;
import dev.likeness.support.HoldoutPhotos;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "detector",
        description = {
            "Compare a detector with a reference detector: recall of faces, precision of landmarks, false faces.",
            "",
            "Evaluates the detector in use (--detector), at its own threshold or at those of --scores.",
            ""
        })
final class EvaluateDetectorCommand implements Callable<Integer> {
    @Mixin
    private final PhotoEvaluation evaluation;

    @Option(
            names = "--reference",
            paramLabel = "ID",
            defaultValue = "yunet",
            description = "The detector whose faces are the reference (default: ${DEFAULT-VALUE}).")
    private String reference = "";

    @Option(
            names = "--holdout-share",
            paramLabel = "SHARE",
            defaultValue = "0",
            description =
                    "Evaluate only on the held-out photos of a training, this share of all photos (data.holdoutShare; default: all photos).")
    private double holdoutShare;

    @Option(
            names = "--holdout-seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed that chose the held-out photos (data.holdoutSeed; default: ${DEFAULT-VALUE}).")
    private long holdoutSeed;

    @Option(
            names = "--every",
            paramLabel = "N",
            defaultValue = "1",
            description = "Evaluate only every N-th photo (default: ${DEFAULT-VALUE}).")
    private int every;

    @Option(
            names = "--scores",
            paramLabel = "S,S",
            split = ",",
            description = "Score thresholds to evaluate (default: the detector's own).")
    private List<Double> scores = new ArrayList<>();

    @Option(
            names = "--scale",
            paramLabel = "FACTOR",
            defaultValue = "1",
            description =
                    "Factor by which the detector's photos are enlarged (default: ${DEFAULT-VALUE}). With the reference as --detector and 0.7, the report shows how far the reference agrees with itself.")
    private double scale;

    EvaluateDetectorCommand(Console console) {
        this.evaluation = new PhotoEvaluation(console);
    }

    @Override
    public Integer call() {
        DetectorEvaluation measurement = new DetectorEvaluation(
                reference, scores, evaluation.photos(), new HoldoutPhotos(holdoutShare, holdoutSeed), every, scale);
        Configuration configuration = evaluation.configuration();
        InvalidInputPolicy badInput = evaluation.badInput();
        DetectorReport report = evaluation.withProgress(
                progress -> measurement.run(configuration.engine(), badInput, evaluation.console()::note, progress));
        evaluation.deliver(report, report.detector(), parameters(), badInput);
        return 0;
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("reference", reference);
        parameters.put("photos", evaluation.photos().toString());
        if (holdoutShare > 0) {
            parameters.put("holdout-share", Double.toString(holdoutShare));
            parameters.put("holdout-seed", Long.toString(holdoutSeed));
        }
        if (scale != 1) {
            parameters.put("scale", Double.toString(scale));
        }
        if (every > 1) {
            parameters.put("every", Integer.toString(every));
        }
        return parameters;
    }
}
