package dev.likeness.cli.evaluate;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.options.ModelFlags;
import dev.likeness.cli.terminal.Console;
import dev.likeness.evaluation.data.FaceReader;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.report.Provenance;
import dev.likeness.evaluation.verification.FacePairs;
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
        name = "verification",
        description = {
            "Measure verification of pairs: accuracy, EER, TAR at FAR.",
            "",
            "The pairs are LFW's (view 1 or 2), lines of `image1 image2 label`, or an InsightFace .bin with its own pictures.",
            ""
        })
final class EvaluateVerificationCommand implements Callable<Integer> {
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
            names = "--features",
            paramLabel = "FILE",
            description = "Precomputed vectors instead of pictures, in the format of MagFace's feat.list.")
    private @Nullable Path features;

    @Option(
            names = "--protocol",
            paramLabel = "PROTOCOL",
            description =
                    "lfw10 (threshold of the other nine folds) or single (default: lfw10 if the pairs have folds).")
    private FacePairs.@Nullable Protocol protocol;

    EvaluateVerificationCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        InvalidInputPolicy badInput = flags.badInput();
        if (features != null) {
            deliver(FacePairs.ofFeatures(features, pictures.pairs(), badInput), null, badInput);
            return 0;
        }
        try (FaceReader reader =
                flags.reader(global.configuration(models.settings()).engine(), global.console())) {
            deliver(
                    EvaluationFlags.withProgress(global.console(), progress -> {
                        if (pictures.pairs().toString().endsWith(".bin")) {
                            return FacePairs.ofBin(reader, pictures.pairs(), progress);
                        }
                        return FacePairs.ofImages(
                                reader, pictures.images(), pictures.pairs(), 0, false, badInput, progress);
                    }),
                    reader,
                    badInput);
        }
        return 0;
    }

    private void deliver(FacePairs faces, @Nullable FaceReader reader, InvalidInputPolicy badInput) {
        FacePairs.Protocol used = protocol == null ? faces.defaultProtocol() : protocol;
        Map<String, String> parameters = new LinkedHashMap<>();
        pictures.describe(parameters);
        if (features != null) {
            parameters.put("features", features.toString());
        }
        parameters.put("protocol", used.name().toLowerCase(Locale.ROOT));
        Provenance provenance = flags.provenance(reader, badInput, parameters);
        reports.deliver(global, faces.verification(used), provenance);
        EvaluationFlags.noteSkipped(global.console(), badInput);
    }
}
