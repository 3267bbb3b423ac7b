package dev.likeness.cli.evaluate;

import dev.likeness.cli.terminal.Console;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.report.Report;
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
    private final ModelEvaluation evaluation;

    @Mixin
    private final PairFlags pictures = new PairFlags();

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
        this.evaluation = new ModelEvaluation(console);
    }

    @Override
    public Integer call() {
        InvalidInputPolicy badInput = evaluation.badInput();
        if (features != null) {
            FacePairs faces = FacePairs.ofFeatures(features, pictures.pairs(), badInput);
            Map<String, String> parameters = new LinkedHashMap<>();
            Report report = verify(faces, parameters);
            evaluation.deliver(report, "precomputed features", "", parameters, badInput);
            return 0;
        }
        evaluation.run(badInput, (reader, parameters) -> {
            FacePairs faces = evaluation.withProgress(progress -> {
                if (pictures.pairs().toString().endsWith(".bin")) {
                    return FacePairs.ofBin(reader, pictures.pairs(), progress);
                }
                return FacePairs.ofImages(reader, pictures.images(), pictures.pairs(), 0, false, badInput, progress);
            });
            return verify(faces, parameters);
        });
        return 0;
    }

    private Report verify(FacePairs faces, Map<String, String> parameters) {
        FacePairs.Protocol used = protocol == null ? faces.defaultProtocol() : protocol;
        pictures.describe(parameters);
        if (features != null) {
            parameters.put("features", features.toString());
        }
        parameters.put("protocol", used.name().toLowerCase(Locale.ROOT));
        return faces.verification(used);
    }
}
