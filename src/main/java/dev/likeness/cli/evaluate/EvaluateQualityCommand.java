package dev.likeness.cli.evaluate;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.options.ModelFlags;
import dev.likeness.cli.terminal.Console;
import dev.likeness.evaluation.data.FaceReader;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.quality.DegradedQualityReport;
import dev.likeness.evaluation.report.Bootstrap;
import dev.likeness.evaluation.verification.FacePairs;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "quality",
        description = {
            "Does the magnitude tell which pairs to trust? Error-versus-reject curves beside detector score, sharpness and chance.",
            "",
            "The pictures are judged as they are and in seeded degradations: blur, shrinking, JPEG.",
            ""
        })
final class EvaluateQualityCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Mixin
    private final ModelFlags models = new ModelFlags();

    @Mixin
    private final PairFlags pictures = new PairFlags();

    @Mixin
    private final EvaluationFlags flags = new EvaluationFlags();

    @Mixin
    private final ReportFlags reports = new ReportFlags();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How many degraded versions of each picture (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--resamples",
            paramLabel = "N",
            defaultValue = "500",
            description = "How often the bootstrap draws (default: ${DEFAULT-VALUE}).")
    private int resamples;

    EvaluateQualityCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        InvalidInputPolicy badInput = flags.badInput();
        Bootstrap bootstrap = new Bootstrap(resamples, 1);
        try (FaceReader reader =
                flags.reader(global.configuration(models.settings()).engine(), global.console())) {
            FacePairs faces = EvaluationFlags.withProgress(
                    global.console(),
                    progress -> FacePairs.ofImages(
                            reader, pictures.images(), pictures.pairs(), seeds, true, badInput, progress));
            Map<String, String> parameters = new LinkedHashMap<>();
            pictures.describe(parameters);
            parameters.put("seeds", Integer.toString(seeds));
            parameters.put("resamples", Integer.toString(resamples));
            reports.deliver(
                    global, DegradedQualityReport.of(faces, bootstrap), flags.provenance(reader, badInput, parameters));
            EvaluationFlags.noteSkipped(global.console(), badInput);
        }
        return 0;
    }
}
