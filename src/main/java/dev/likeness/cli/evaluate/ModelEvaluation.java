package dev.likeness.cli.evaluate;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.options.ModelFlags;
import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.EngineOptions;
import dev.likeness.evaluation.data.FaceReader;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.Progress;
import dev.likeness.evaluation.report.Report;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Mixin;

/// The options of every command that evaluates a model on faces read from pictures.
final class ModelEvaluation {
    @Mixin
    private final GlobalOptions global;

    @Mixin
    private final ModelFlags models = new ModelFlags();

    @Mixin
    private final EvaluationFlags flags = new EvaluationFlags();

    @Mixin
    private final ReportFlags reports = new ReportFlags();

    /// Evaluates the faces of a reader.
    interface Measurement {
        /// Runs the measurement.
        ///
        /// @param parameters receives the options that the report names
        Report run(FaceReader reader, Map<String, String> parameters);
    }

    ModelEvaluation(Console console) {
        this.global = new GlobalOptions(console);
    }

    GlobalOptions global() {
        return global;
    }

    InvalidInputPolicy badInput() {
        return flags.badInput();
    }

    /// The options with the flags of the command.
    EngineOptions engineOptions() {
        return global.configuration(models.settings()).engine();
    }

    <T> T withProgress(Function<Progress, T> work) {
        return EvaluationFlags.withProgress(global.console(), work);
    }

    /// Runs a measurement on a new reader, delivers its report and notes skipped inputs.
    void run(InvalidInputPolicy badInput, Measurement measurement) {
        try (FaceReader reader = flags.reader(engineOptions(), global.console())) {
            Map<String, String> parameters = new LinkedHashMap<>();
            Report report = measurement.run(reader, parameters);
            deliver(report, reader.model(), reader.modelSha256(), parameters, badInput);
        }
    }

    /// Delivers a report and notes skipped inputs.
    ///
    /// @param model the id of the evaluated model
    /// @param sha256 the hash of its weights; empty if no model was run
    void deliver(
            Report report, String model, String sha256, Map<String, String> parameters, InvalidInputPolicy badInput) {
        reports.deliver(global, report, flags.provenance(model, sha256, parameters, badInput));
        EvaluationFlags.noteSkipped(global.console(), badInput);
    }
}
