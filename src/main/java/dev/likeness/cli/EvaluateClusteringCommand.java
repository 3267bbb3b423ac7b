package dev.likeness.cli;

import dev.likeness.engine.Engine;
import dev.likeness.evaluation.BadInput;
import dev.likeness.evaluation.ClusteringEvaluation;
import dev.likeness.evaluation.Report;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "clustering",
        description = {
            "How well do a gallery's people agree with labels? Pairwise, BCubed, NMI, people split and merged.",
            "",
            "A label speaks of the largest face of its photo. Faces of nobody, and photos without a face, count as alone.",
            ""
        })
final class EvaluateClusteringCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Mixin
    private final LabelFlags flags = new LabelFlags();

    @Mixin
    private final ReportFlags reports = new ReportFlags();

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            required = true,
            description = "Whom the photos show: CSV with the header photo,person.")
    private Path labels = Path.of("");

    EvaluateClusteringCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        BadInput badInput = flags.badInput();
        try (Engine engine = global.engine()) {
            Report report =
                    ClusteringEvaluation.ofIdentities(engine, global.gallery(), flags.read(labels, badInput), badInput);
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("gallery", global.gallery());
            parameters.put("labels", labels.toString());
            parameters.put("face", "largest");
            parameters.put("skipped", Long.toString(badInput.skipped()));
            reports.deliver(global, report, LabelFlags.provenance(engine.gallery(global.gallery()), parameters));
            EvaluationFlags.tellSkipped(global.console(), badInput);
        }
        return 0;
    }
}
