package dev.likeness.cli.evaluate;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.options.ModelFlags;
import dev.likeness.cli.terminal.Console;
import dev.likeness.config.Configuration;
import dev.likeness.engine.Engine;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.Progress;
import dev.likeness.evaluation.report.Report;
import dev.likeness.inference.model.ModelCatalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options of every command that evaluates a detector on photos.
final class PhotoEvaluation {
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
            description = "Photos and folders of photos; may be repeated.")
    private List<Path> photos = new ArrayList<>();

    @Option(names = "--skip-bad", description = "Skip photos that cannot be read, instead of stopping.")
    private boolean skipBad;

    PhotoEvaluation(Console console) {
        this.global = new GlobalOptions(console);
    }

    Console console() {
        return global.console();
    }

    List<Path> photos() {
        return photos;
    }

    Configuration configuration() {
        return global.configuration(models.settings());
    }

    Engine engine() {
        return global.engine(models.settings());
    }

    InvalidInputPolicy badInput() {
        return skipBad ? InvalidInputPolicy.skip() : InvalidInputPolicy.failFast();
    }

    <T> T withProgress(Function<Progress, T> work) {
        return EvaluationFlags.withProgress(global.console(), work);
    }

    /// Delivers a report and notes skipped photos.
    ///
    /// @param model the id of the evaluated model
    void deliver(Report report, String model, Map<String, String> parameters, InvalidInputPolicy badInput) {
        ModelCatalog catalog = ModelCatalog.of(configuration().models().directories());
        String sha256 = catalog.inspect(catalog.manifest(model)).sha256().orElse("");
        reports.deliver(global, report, ReportFlags.provenance(model, sha256, parameters));
        EvaluationFlags.noteSkipped(global.console(), badInput);
    }
}
