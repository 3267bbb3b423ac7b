package dev.likeness.cli.evaluate;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.Engine;
import dev.likeness.engine.duplicates.DuplicatesRequest;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.duplicates.DuplicateEvaluation;
import dev.likeness.evaluation.report.Report;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "duplicates",
        description = {
            "Measure how many duplicate identities are found. Labelled people are split in two at random.",
            "",
            "A label refers to the largest face of its photo. Offered pairs that look like wrong labels are listed and counted separately.",
            ""
        })
final class EvaluateDuplicatesCommand implements Callable<Integer> {
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
            description = "Labels: CSV with the header photo,person.")
    private Path labels = Path.of("");

    @Option(
            names = "--split",
            paramLabel = "N",
            defaultValue = "60",
            description = "Number of people to split in two (default: ${DEFAULT-VALUE}).")
    private int split;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "10",
            description = "Number of rounds, each with other people (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--min-probability",
            paramLabel = "P",
            defaultValue = "" + DuplicatesRequest.DEFAULT_MIN_PROBABILITY,
            description = "Minimum probability of a pair (default: ${DEFAULT-VALUE}).")
    private double minProbability;

    EvaluateDuplicatesCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        InvalidInputPolicy badInput = flags.badInput();
        try (Engine engine = global.engine()) {
            Report report = DuplicateEvaluation.run(
                    engine, global.gallery(), flags.read(labels, badInput), split, seeds, minProbability, badInput);
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("gallery", global.gallery());
            parameters.put("labels", labels.toString());
            parameters.put("face", "largest");
            parameters.put("split", Integer.toString(split));
            parameters.put("seeds", "1 to " + seeds);
            parameters.put("skipped", Long.toString(badInput.skipped()));
            reports.deliver(
                    global, report, LabelFlags.provenance(engine.galleries().details(global.gallery()), parameters));
            EvaluationFlags.noteSkipped(global.console(), badInput);
        }
        return 0;
    }
}
