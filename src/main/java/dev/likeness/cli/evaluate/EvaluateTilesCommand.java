package dev.likeness.cli.evaluate;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.options.ModelFlags;
import dev.likeness.cli.terminal.Console;
import dev.likeness.config.Configuration;
import dev.likeness.engine.Engine;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.detection.TileEvaluation;
import dev.likeness.evaluation.detection.TileReport;
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
        name = "tiles",
        description = {
            "Compose a panorama, a strip and other large pictures of portraits; measure whether their faces are found"
                    + " and recognised, and how long it takes.",
            ""
        })
final class EvaluateTilesCommand implements Callable<Integer> {
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
            description = "Photos of one person each, and folders of them; may be repeated.")
    private List<Path> photos = new ArrayList<>();

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "1",
            description = "Compose N pictures of each kind, of other portraits (default: ${DEFAULT-VALUE}).")
    private int repeats;

    @Option(names = "--skip-bad", description = "Skip photos that cannot be read, instead of stopping.")
    private boolean skipBad;

    EvaluateTilesCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        TileEvaluation evaluation = new TileEvaluation(photos, TileEvaluation.DEFAULT_PICTURES, repeats);
        Configuration configuration = global.configuration(models.settings());
        String embedder = configuration.models().embedder();
        InvalidInputPolicy badInput = skipBad ? InvalidInputPolicy.skip() : InvalidInputPolicy.failFast();
        try (Engine engine = global.engine(models.settings())) {
            TileReport report = EvaluationFlags.withProgress(
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
                                    "repeats",
                                    Integer.toString(repeats))));
        }
        EvaluationFlags.noteSkipped(global.console(), badInput);
        return 0;
    }
}
