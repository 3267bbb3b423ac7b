package dev.likeness.cli.evaluate;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.options.ModelFlags;
import dev.likeness.cli.terminal.Console;
import dev.likeness.evaluation.calibration.CalibrationFitter;
import dev.likeness.evaluation.data.FaceReader;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.verification.FacePairs;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "calibrate",
        description = {
            "Fit a calibration of a model's cosines and magnitudes from labelled pairs.",
            "",
            "The calibration is bound to the hash of the model in use. Each picture is used as it is and with seeded degradations.",
            ""
        })
public final class CalibrateCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Mixin
    private final ModelFlags models = new ModelFlags();

    @Mixin
    private final PairFlags pictures = new PairFlags();

    @Mixin
    private final EvaluationFlags flags = new EvaluationFlags();

    @Option(names = "--output", paramLabel = "FILE", required = true, description = "The file to write.")
    private Path calibration = Path.of("");

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write the calibration and the histogram of magnitudes to this page.")
    private @Nullable Path html;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Number of degraded versions of each picture (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--fitted-on",
            paramLabel = "TEXT",
            description = "Name of the data in the calibration file (default: the name of the pairs file).")
    private String fittedOn = "";

    @Option(names = "--cosine-only", description = "Fit a probability without quality, for comparison.")
    private boolean cosineOnly;

    CalibrateCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        InvalidInputPolicy badInput = flags.badInput();
        try (FaceReader reader =
                flags.reader(global.configuration(models.settings()).engine(), global.console())) {
            FacePairs faces = EvaluationFlags.withProgress(
                    global.console(),
                    progress -> FacePairs.ofImages(
                            reader, pictures.images(), pictures.pairs(), seeds, false, badInput, progress));
            String data = fittedOn.isEmpty() ? String.valueOf(pictures.pairs().getFileName()) : fittedOn;
            Map<String, String> parameters = new LinkedHashMap<>();
            pictures.describe(parameters);
            parameters.put("seeds", Integer.toString(seeds));
            ReportFlags.deliver(
                    global,
                    new CalibrationFitter(faces, 1).write(calibration, reader.modelSha256(), data, cosineOnly),
                    flags.provenance(reader.model(), reader.modelSha256(), parameters, badInput),
                    html);
            EvaluationFlags.noteSkipped(global.console(), badInput);
        }
        return 0;
    }
}
