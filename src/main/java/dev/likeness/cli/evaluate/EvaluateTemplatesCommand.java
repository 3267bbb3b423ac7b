package dev.likeness.cli.evaluate;

import dev.likeness.cli.terminal.Console;
import dev.likeness.evaluation.data.FaceReader;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.evaluation.data.Progress;
import dev.likeness.evaluation.verification.TemplateVerification;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "templates",
        description = {
            "Measure verification of templates of several photos each (1:1, as in IJB-B and IJB-C), for each way of pooling.",
            "",
            "Uses either IJB's files: --metadata (lines of `image template media`) and --pairs (`template1 template2 label`).",
            "Or makes templates: from --labels, a CSV file with the header photo,person, or else from the folders in --images, one per person. Each person's photos are shuffled and divided into two templates, each photo a medium of its own; every first template is compared with every second one.",
            ""
        })
final class EvaluateTemplatesCommand implements Callable<Integer> {
    @Mixin
    private final ModelEvaluation evaluation;

    @Option(names = "--images", paramLabel = "DIR", description = "The pictures.")
    private @Nullable Path images;

    @Option(names = "--metadata", paramLabel = "FILE", description = "The pictures of each template.")
    private @Nullable Path metadata;

    @Option(names = "--pairs", paramLabel = "FILE", description = "The templates to compare.")
    private @Nullable Path pairs;

    @Option(names = "--labels", paramLabel = "FILE", description = "Labels: CSV with the header photo,person.")
    private @Nullable Path labels;

    @Option(
            names = "--write",
            paramLabel = "DIR",
            description =
                    "Write the compared templates to DIR/metadata.txt and DIR/pairs.txt, which --metadata and --pairs read.")
    private @Nullable Path written;

    EvaluateTemplatesCommand(Console console) {
        this.evaluation = new ModelEvaluation(console);
    }

    @Override
    public Integer call() {
        InvalidInputPolicy badInput = evaluation.badInput();
        evaluation.run(badInput, (reader, parameters) -> {
            TemplateVerification verification =
                    evaluation.withProgress(progress -> verification(reader, badInput, progress));
            if (written != null) {
                verification.write(written);
            }
            EvaluationFlags.put(parameters, "images", images);
            EvaluationFlags.put(parameters, "metadata", metadata);
            EvaluationFlags.put(parameters, "pairs", pairs);
            EvaluationFlags.put(parameters, "labels", labels);
            return verification.report(reader.model());
        });
        return 0;
    }

    private TemplateVerification verification(FaceReader reader, InvalidInputPolicy badInput, Progress progress) {
        if (labels != null && metadata == null && pairs == null) {
            return TemplateVerification.ofLabels(
                    reader, PhotoLabels.read(labels, images, badInput), badInput, progress);
        }
        if (images != null && labels == null && metadata != null && pairs != null) {
            return TemplateVerification.ofFiles(reader, images, metadata, pairs, badInput, progress);
        }
        if (images != null && labels == null && metadata == null && pairs == null) {
            return TemplateVerification.ofFolders(reader, images, badInput, progress);
        }
        throw new LikenessException(
                ErrorCode.INVALID_ARGUMENT,
                "templates need --labels, or --images with both of --metadata and --pairs or neither, got another combination");
    }
}
