package dev.likeness.cli.train;

import dev.likeness.cli.evaluate.ReportFlags;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.Interruption;
import dev.likeness.cli.terminal.VersionProvider;
import dev.likeness.evaluation.report.Provenance;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportFormat;
import dev.likeness.support.Json;
import dev.likeness.training.run.RunOptions;
import dev.likeness.training.run.TrainedModel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/// Runs one training and writes its model, curve and card.
final class TrainingRun {
    private TrainingRun() {}

    /// A finished run and the documents to write about it.
    ///
    /// @param evaluation computed only if all steps are done and the run was not interrupted
    record Result(
            TrainedModel<?> trained,
            Report curve,
            Map<String, String> parameters,
            Supplier<Optional<Report>> evaluation,
            BiFunction<Optional<Report>, Provenance, String> card) {}

    /// Trains until the end or Ctrl-C, writes the curve and the card, and prints the result.
    ///
    /// @return the exit status
    static int run(Console console, boolean json, RunOptions run, Function<Interruption, Result> training) {
        try (Interruption interruption = Interruption.onCtrlC()) {
            Result finished = training.apply(interruption);
            TrainedModel<?> trained = finished.trained;
            Provenance provenance = provenance(run, trained.sha256(), finished.parameters);
            Path directory = run.directory();
            ReportFlags.write(directory.resolve("curve.html"), ReportFormat.HTML.render(finished.curve, provenance));
            Optional<Report> evaluation =
                    trained.finished() && !interruption.happened() ? finished.evaluation.get() : Optional.empty();
            ReportFlags.write(directory.resolve("card.md"), finished.card.apply(evaluation, provenance));
            printResult(console, json, directory, trained, evaluation, provenance);
            return interruption.happened() ? Interruption.EXIT_STATUS : 0;
        }
    }

    private static Provenance provenance(RunOptions run, String sha256, Map<String, String> parameters) {
        return new Provenance(
                VersionProvider.revision(),
                run.id(),
                sha256,
                Provenance.thisMachine(),
                new LinkedHashMap<>(parameters));
    }

    private static void printResult(
            Console console,
            boolean json,
            Path directory,
            TrainedModel<?> trained,
            Optional<Report> evaluation,
            Provenance provenance) {
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
