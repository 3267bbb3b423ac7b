package dev.likeness.cli.evaluate;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.options.ModelFlags;
import dev.likeness.cli.terminal.Console;
import dev.likeness.config.Configuration;
import dev.likeness.engine.Engine;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.detection.TurnEvaluation;
import dev.likeness.evaluation.detection.TurnReport;
import dev.likeness.image.ImageReader;
import dev.likeness.inference.model.ModelCatalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "turns",
        description = {
            "Turn photos by 90, 180 and 270 degrees; measure whether the same faces are found and recognised.",
            ""
        })
final class EvaluateTurnsCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Mixin
    private final ModelFlags models = new ModelFlags();

    @Mixin
    private final ReportFlags reports = new ReportFlags();

    @Option(
            names = "--photos",
            paramLabel = "PATH",
            required = true,
            description = "Upright photos and folders of photos; may be repeated.")
    private List<Path> photos = new ArrayList<>();

    @Option(
            names = "--every",
            paramLabel = "N",
            defaultValue = "1",
            description = "Evaluate only every N-th photo (default: ${DEFAULT-VALUE}).")
    private int every;

    @Option(names = "--skip-bad", description = "Skip photos that cannot be read, instead of stopping.")
    private boolean skipBad;

    EvaluateTurnsCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        TurnEvaluation evaluation = new TurnEvaluation(photos, every);
        Configuration configuration = global.configuration(models.settings());
        String embedder = configuration.models().embedder();
        InvalidInputPolicy badInput = skipBad ? InvalidInputPolicy.skip() : InvalidInputPolicy.failFast();
        try (Engine engine = global.engine(models.settings())) {
            TurnReport report = EvaluationFlags.withProgress(
                    global.console(),
                    progress -> evaluation.run(
                            engine, new ImageReader(configuration.engine().image()), embedder, badInput, progress));
            ModelCatalog catalog = ModelCatalog.of(configuration.models().directories());
            String sha256 = catalog.inspect(catalog.manifest(embedder)).sha256().orElse("");
            reports.deliver(
                    global,
                    report,
                    ReportFlags.provenance(
                            embedder,
                            sha256,
                            Map.of(
                                    "photos",
                                    photos.toString(),
                                    "detector",
                                    configuration.models().detector(),
                                    "every",
                                    Integer.toString(every))));
        }
        EvaluationFlags.noteSkipped(global.console(), badInput);
        return 0;
    }
}
