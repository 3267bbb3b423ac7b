package dev.likeness.cli.evaluate;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.options.ModelFlags;
import dev.likeness.cli.terminal.Console;
import dev.likeness.config.Configuration;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.evaluation.detection.LandmarkEvaluation;
import dev.likeness.evaluation.detection.LandmarkReport;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "landmarks",
        description = {
            "Measure what a detector's landmarks are worth to the embedder: verification of pairs (--pairs) and clustering of labelled photos (--labels), beside other detectors.",
            "",
            "All detectors have the same embedder and the same faces, so only the landmarks differ.",
            ""
        })
final class EvaluateLandmarksCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Mixin
    private final ModelFlags models = new ModelFlags();

    @Mixin
    private final ReportFlags reports = new ReportFlags();

    @Option(
            names = "--beside",
            paramLabel = "ID",
            split = ",",
            defaultValue = "yunet",
            description =
                    "The detectors to compare with (default: ${DEFAULT-VALUE}). With two, the error of each is estimated from their differences.")
    private List<String> beside = new ArrayList<>();

    @Option(
            names = "--pairs",
            paramLabel = "FILE",
            description = "The pairs to verify: LFW's list, or lines of `image1 image2 label`; needs --images.")
    private @Nullable Path pairs;

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "The pictures of the pairs, one folder per person; LFW's are DIR/Name/Name_0001.jpg.")
    private @Nullable Path images;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "Photos to cluster: CSV with the header photo,person. Photos are relative to the file.")
    private @Nullable Path labels;

    @Option(names = "--skip-bad", description = "Skip and count bad lines and pictures, instead of stopping.")
    private boolean skipBad;

    EvaluateLandmarksCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        InvalidInputPolicy badInput = skipBad ? InvalidInputPolicy.skip() : InvalidInputPolicy.failFast();
        Configuration configuration = global.configuration(models.settings());
        List<String> detectors = new ArrayList<>(List.of(configuration.models().detector()));
        detectors.addAll(beside);
        LandmarkEvaluation evaluation = new LandmarkEvaluation(
                detectors, pairs(), labels == null ? null : PhotoLabels.read(labels, null, badInput));
        LandmarkReport report = EvaluationFlags.withProgress(
                global.console(),
                progress -> evaluation.run(configuration.engine(), badInput, global.console()::note, progress));
        reports.deliver(
                global,
                report,
                ReportFlags.provenance(configuration, detectors.getFirst(), parameters(report, badInput)));
        EvaluationFlags.noteSkipped(global.console(), badInput);
        return 0;
    }

    private LandmarkEvaluation.@Nullable Pairs pairs() {
        if (pairs == null && images == null) {
            return null;
        }
        if (pairs == null || images == null) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--pairs and --images must be given together, got only "
                            + (pairs == null ? "--images" : "--pairs"));
        }
        return new LandmarkEvaluation.Pairs(images, pairs);
    }

    private Map<String, String> parameters(LandmarkReport report, InvalidInputPolicy badInput) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("beside", String.join(",", beside));
        parameters.put("embedder", report.embedder());
        EvaluationFlags.put(parameters, "pairs", pairs);
        EvaluationFlags.put(parameters, "labels", labels);
        parameters.put("skipped", Long.toString(badInput.skipped()));
        return parameters;
    }
}
