package dev.likeness.cli.evaluate;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.options.ModelFlags;
import dev.likeness.cli.terminal.Console;
import dev.likeness.config.Configuration;
import dev.likeness.engine.Engine;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.Progress;
import dev.likeness.evaluation.report.Report;
import dev.likeness.image.ImageReader;
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

    /// Evaluates how photos are read.
    interface Measurement {
        /// Runs the measurement.
        ///
        /// @param embedder id of the model that embeds the faces
        Report run(Engine engine, ImageReader reader, String embedder, InvalidInputPolicy badInput, Progress progress);
    }

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

    InvalidInputPolicy badInput() {
        return skipBad ? InvalidInputPolicy.skip() : InvalidInputPolicy.failFast();
    }

    <T> T withProgress(Function<Progress, T> work) {
        return EvaluationFlags.withProgress(global.console(), work);
    }

    /// Runs a measurement with the detector and the embedder in use, delivers its report and notes skipped
    /// photos.
    ///
    /// @param option name of the command's own option, which the report states
    void run(Measurement measurement, String option, int value) {
        Configuration configuration = configuration();
        String embedder = configuration.models().embedder();
        InvalidInputPolicy badInput = badInput();
        try (Engine engine = global.engine(models.settings())) {
            ImageReader reader = new ImageReader(configuration.engine().image());
            Report report = withProgress(progress -> measurement.run(engine, reader, embedder, badInput, progress));
            Map<String, String> parameters = Map.of(
                    "photos",
                    photos.toString(),
                    "detector",
                    configuration.models().detector(),
                    option,
                    Integer.toString(value));
            deliver(report, embedder, parameters, badInput);
        }
    }

    /// Delivers a report and notes skipped photos.
    ///
    /// @param model the id of the evaluated model
    void deliver(Report report, String model, Map<String, String> parameters, InvalidInputPolicy badInput) {
        reports.deliver(global, report, ReportFlags.provenance(configuration(), model, parameters));
        EvaluationFlags.noteSkipped(global.console(), badInput);
    }
}
