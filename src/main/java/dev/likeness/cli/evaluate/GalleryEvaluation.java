package dev.likeness.cli.evaluate;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.config.Setting;
import dev.likeness.engine.Engine;
import dev.likeness.engine.GalleryDetails;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.evaluation.report.Report;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options of every command that evaluates a gallery by labels of its photos.
final class GalleryEvaluation {
    @Mixin
    private final GlobalOptions global;

    @Mixin
    private final ReportFlags reports = new ReportFlags();

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "The folder that the labels' photos are relative to (default: the folder of the labels).")
    private @Nullable Path images;

    @Option(names = "--skip-bad", description = "Skip and count bad labels, instead of stopping.")
    private boolean skipBad;

    /// Evaluates the gallery of an engine.
    interface Measurement {
        /// Runs the measurement.
        ///
        /// @param parameters receives the options that the report names, besides the gallery and skipped labels
        Report run(Engine engine, Map<String, String> parameters);
    }

    GalleryEvaluation(Console console) {
        this.global = new GlobalOptions(console);
    }

    GlobalOptions global() {
        return global;
    }

    InvalidInputPolicy badInput() {
        return skipBad ? InvalidInputPolicy.skip() : InvalidInputPolicy.failFast();
    }

    PhotoLabels read(Path labels, InvalidInputPolicy badInput) {
        return PhotoLabels.read(labels, images, badInput);
    }

    /// Runs a measurement on a new engine, delivers its report and notes skipped labels.
    void run(Map<String, Setting> settings, InvalidInputPolicy badInput, Measurement measurement) {
        try (Engine engine = global.engine(settings)) {
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("gallery", global.gallery());
            Report report = measurement.run(engine, parameters);
            parameters.put("skipped", Long.toString(badInput.skipped()));
            GalleryDetails gallery = engine.galleries().details(global.gallery());
            reports.deliver(
                    global, report, ReportFlags.provenance(gallery.embedder(), gallery.modelSha256(), parameters));
            EvaluationFlags.noteSkipped(global.console(), badInput);
        }
    }
}
