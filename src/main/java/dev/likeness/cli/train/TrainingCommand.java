package dev.likeness.cli.train;

import dev.likeness.cli.evaluate.ReportFlags;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.Interruption;
import dev.likeness.config.Configuration;
import dev.likeness.evaluation.report.Provenance;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportFormat;
import dev.likeness.support.Json;
import dev.likeness.training.run.CurveStep;
import dev.likeness.training.run.TrainedModel;
import dev.likeness.training.run.TrainingListener;
import dev.likeness.training.run.TrainingOptions;
import dev.likeness.training.torch.PyTorch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A command that trains one kind of model until the end or Ctrl-C, writes the curve and the model card, and prints
/// the result.
///
/// @param <T> the options of the training
/// @param <S> the figures of one step
abstract class TrainingCommand<T extends TrainingOptions, S extends CurveStep> implements Callable<Integer> {
    /// The time to end a step and to write a checkpoint; without it, the work since the last one would be lost.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Mixin
    private final TrainingFlags flags = new TrainingFlags();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    private final Console console;

    TrainingCommand(Console console) {
        this.console = console;
    }

    /// The options in the configuration file, with the changes of the command line.
    abstract T read(TrainingFlags flags, Console console);

    /// The configuration key of the model's role.
    abstract String role();

    abstract TrainedModel<S> train(
            T options,
            Configuration configuration,
            TrainingListener<S> listener,
            BooleanSupplier stop,
            Console console);

    /// The figures of a step, for the progress bar.
    abstract String figures(S step);

    abstract Report curveReport(List<S> curve);

    /// Evaluates the finished model; empty if the options ask for no evaluation.
    abstract Optional<Report> evaluate(T options, Configuration configuration, Console console);

    abstract String modelCard(T options, TrainedModel<S> trained, Optional<Report> evaluation, Provenance provenance);

    @Override
    public final Integer call() {
        PyTorch.require();
        T options = read(flags, console);
        Configuration configuration = flags.configuration(console, options.run(), role());
        try (Interruption interruption = Interruption.onCtrlC(PATIENCE)) {
            TrainedModel<S> trained = train(options, configuration, interruption);
            Provenance provenance = ReportFlags.provenance(options.run().id(), trained.sha256(), options.parameters());
            Path directory = options.run().directory();
            ReportFlags.write(
                    directory.resolve("curve.html"),
                    ReportFormat.HTML.render(curveReport(trained.curve()), provenance));
            Optional<Report> evaluation = trained.finished() && !interruption.happened()
                    ? evaluate(options, configuration, console)
                    : Optional.empty();
            ReportFlags.write(directory.resolve("card.md"), modelCard(options, trained, evaluation, provenance));
            printResult(directory, trained, evaluation, provenance);
            return interruption.happened() ? Interruption.EXIT_STATUS : 0;
        }
    }

    private TrainedModel<S> train(T options, Configuration configuration, Interruption interruption) {
        try (TrainingProgress<S> progress = new TrainingProgress<>(console, this::figures)) {
            return train(options, configuration, progress, interruption::happened, console);
        }
    }

    private void printResult(
            Path directory, TrainedModel<S> trained, Optional<Report> evaluation, Provenance provenance) {
        if (json) {
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("finished", trained.finished());
            summary.put("steps", trained.curve().size());
            summary.put("model", trained.model().toString());
            summary.put("sha256", trained.sha256());
            summary.put("seconds", trained.seconds());
            console.print(Json.line(summary));
            return;
        }
        console.print(String.format(
                Locale.ROOT,
                "%s after %,d of %,d steps: %s",
                trained.finished() ? "Done" : "Stopped",
                trained.curve().size(),
                trained.plan().steps(),
                directory));
        evaluation.ifPresent(
                report -> ReportFormat.TEXT.render(report, provenance).lines().forEach(console::print));
    }
}
