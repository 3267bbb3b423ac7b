package dev.likeness.cli.evaluate;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.options.ModelFlags;
import dev.likeness.cli.terminal.Console;
import dev.likeness.evaluation.calibration.CalibrationEvaluation;
import dev.likeness.evaluation.data.FaceReader;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.evaluation.report.Bootstrap;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
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
    private final GlobalOptions global;

    @Mixin
    private final ModelFlags models = new ModelFlags();

    @Mixin
    private final EvaluationFlags flags = new EvaluationFlags();

    @Mixin
    private final ReportFlags reports = new ReportFlags();

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "The folder that the labels' photos are relative to (default: the labels' own).")
    private @Nullable Path images;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            required = true,
            description = "Labels: CSV with the header photo,person.")
    private Path labels = Path.of("");

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
            names = "--resamples",
            paramLabel = "N",
            defaultValue = "500",
            description = "Number of bootstrap resamples (default: ${DEFAULT-VALUE}).")
    private int resamples;

    EvaluateCalibrationCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        Path evaluated = global.calibration();
        InvalidInputPolicy badInput = flags.badInput();
        Bootstrap bootstrap = new Bootstrap(resamples, 1);
        PhotoLabels people = PhotoLabels.read(labels, images, badInput);
        try (FaceReader reader =
                flags.reader(global.configuration(models.settings()).engine(), global.console())) {
            CalibrationEvaluation evaluation = EvaluationFlags.withProgress(
                    global.console(),
                    progress -> CalibrationEvaluation.draw(
                            reader,
                            people,
                            templates ? CalibrationEvaluation.Kind.TEMPLATES : CalibrationEvaluation.Kind.FACES,
                            count,
                            seeds,
                            badInput,
                            progress));
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("labels", labels.toString());
            parameters.put("calibration", evaluated == null ? "built-in" : evaluated.toString());
            parameters.put("rival", rival == null ? "the same, ignoring quality" : rival.toString());
            parameters.put("pairs of", evaluation.kind().name().toLowerCase(Locale.ROOT));
            parameters.put("label noise", Double.toString(labelNoise));
            parameters.put("degraded versions", Integer.toString(seeds));
            parameters.put("threshold", String.format(Locale.ROOT, "%.4f", evaluation.threshold()));
            parameters.put("resamples", Integer.toString(resamples));
            reports.deliver(
                    global,
                    evaluation.evaluate(reader.modelSha256(), evaluated, rival, labelNoise, bootstrap),
                    flags.provenance(reader, badInput, parameters));
            EvaluationFlags.noteSkipped(global.console(), badInput);
        }
        return 0;
    }
}
