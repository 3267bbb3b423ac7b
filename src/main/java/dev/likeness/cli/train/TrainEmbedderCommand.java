package dev.likeness.cli.train;

import dev.likeness.cli.evaluate.EvaluationFlags;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.Interruption;
import dev.likeness.config.Configuration;
import dev.likeness.evaluation.data.FaceChoice;
import dev.likeness.evaluation.data.FaceReader;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.modelcard.EmbedderTrainingReport;
import dev.likeness.evaluation.modelcard.ModelCard;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.verification.FacePairs;
import dev.likeness.inference.InferenceRuntime;
import dev.likeness.inference.embed.FaceEmbedder;
import dev.likeness.inference.model.ModelCatalog;
import dev.likeness.training.embedder.EmbedderTrainer;
import dev.likeness.training.embedder.EmbedderTraining;
import dev.likeness.training.embedder.TrainingStep;
import dev.likeness.training.run.TrainedModel;
import dev.likeness.training.torch.PyTorch;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "embedder",
        description = {
            "Train an embedder on aligned faces; an interrupted run continues.",
            "",
            "Writes the model (.onnx), its manifest, its card, the curve (CSV and HTML) and checkpoints into the run's directory.",
            ""
        })
final class TrainEmbedderCommand implements Callable<Integer> {
    @Mixin
    private final TrainingFlags flags = new TrainingFlags();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    private final Console console;

    TrainEmbedderCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        PyTorch.require();
        EmbedderTraining options = flags.training(EmbedderTraining.class, EmbedderTraining.defaults(), console);
        Configuration configuration = flags.configuration(console, options.run(), "models.embedder");
        return TrainingRun.run(console, json, options.run(), interruption -> {
            TrainedModel<TrainingStep> trained = train(options, configuration, interruption);
            return new TrainingRun.Result(
                    trained,
                    EmbedderTrainingReport.of(trained.curve()),
                    options.parameters(),
                    () -> evaluate(options, configuration),
                    (evaluation, provenance) -> ModelCard.render(options, trained, evaluation, provenance));
        });
    }

    private TrainedModel<TrainingStep> train(
            EmbedderTraining options, Configuration configuration, Interruption interruption) {
        try (TrainingProgress<TrainingStep> progress = new TrainingProgress<>(console, TrainEmbedderCommand::figures)) {
            if (!options.distillation().isEnabled()) {
                return EmbedderTrainer.run(options, Optional.empty(), progress, interruption::happened);
            }
            ModelCatalog catalog = ModelCatalog.of(configuration.models().directories());
            try (InferenceRuntime runtime = InferenceRuntime.open(configuration.inference(), catalog, console::note);
                    FaceEmbedder teacher =
                            runtime.embedder(options.distillation().teacher())) {
                return EmbedderTrainer.run(options, Optional.of(teacher), progress, interruption::happened);
            }
        }
    }

    private static String figures(TrainingStep step) {
        return String.format(
                Locale.ROOT,
                "loss %.3f%s%s, magnitude %.1f ± %.1f, %.0f pictures/s",
                step.loss(),
                Double.isNaN(step.accuracy()) ? "" : String.format(Locale.ROOT, ", accuracy %.3f", step.accuracy()),
                Double.isNaN(step.distillation())
                        ? ""
                        : String.format(Locale.ROOT, ", teacher's cosine %.3f", 1 - step.distillation()),
                step.magnitudes().mean(),
                step.magnitudes().standardDeviation(),
                step.picturesPerSecond());
    }

    private Optional<Report> evaluate(EmbedderTraining options, Configuration configuration) {
        if (options.evaluation().images().isEmpty()
                || options.evaluation().pairs().isEmpty()) {
            return Optional.empty();
        }
        try (FaceReader reader = FaceReader.open(configuration.engine(), FaceChoice.CENTRAL, console::note)) {
            FacePairs faces = EvaluationFlags.withProgress(
                    console,
                    progress -> FacePairs.ofImages(
                            reader,
                            options.evaluation().images().get(),
                            options.evaluation().pairs().get(),
                            0,
                            false,
                            InvalidInputPolicy.failFast(),
                            progress));
            return Optional.of(faces.verification(faces.defaultProtocol()));
        }
    }
}
