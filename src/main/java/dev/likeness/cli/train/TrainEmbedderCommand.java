package dev.likeness.cli.train;

import dev.likeness.cli.evaluate.EvaluationFlags;
import dev.likeness.cli.terminal.Console;
import dev.likeness.config.Configuration;
import dev.likeness.evaluation.data.FaceChoice;
import dev.likeness.evaluation.data.FaceReader;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.modelcard.EmbedderTrainingReport;
import dev.likeness.evaluation.modelcard.ModelCard;
import dev.likeness.evaluation.report.Provenance;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.verification.FacePairs;
import dev.likeness.inference.InferenceRuntime;
import dev.likeness.inference.embed.FaceEmbedder;
import dev.likeness.inference.model.ModelCatalog;
import dev.likeness.training.embedder.EmbedderTrainer;
import dev.likeness.training.embedder.EmbedderTraining;
import dev.likeness.training.embedder.TrainingStep;
import dev.likeness.training.run.TrainedModel;
import dev.likeness.training.run.TrainingListener;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;

@Command(
        name = "embedder",
        description = {
            "Train an embedder on aligned faces; an interrupted run continues.",
            "",
            "Writes the model (.onnx), its manifest, its card, the curve (CSV and HTML) and checkpoints into the run's directory.",
            ""
        })
final class TrainEmbedderCommand extends TrainingCommand<EmbedderTraining, TrainingStep> {
    TrainEmbedderCommand(Console console) {
        super(console);
    }

    @Override
    EmbedderTraining read(TrainingFlags flags, Console console) {
        return flags.training(EmbedderTraining.class, EmbedderTraining.defaults(), console);
    }

    @Override
    String role() {
        return "models.embedder";
    }

    @Override
    Report curveReport(List<TrainingStep> curve) {
        return new EmbedderTrainingReport(curve);
    }

    @Override
    String modelCard(
            EmbedderTraining options,
            TrainedModel<TrainingStep> trained,
            Optional<Report> evaluation,
            Provenance provenance) {
        return ModelCard.render(options, trained, evaluation, provenance);
    }

    @Override
    TrainedModel<TrainingStep> train(
            EmbedderTraining options,
            Configuration configuration,
            TrainingListener<TrainingStep> listener,
            BooleanSupplier stop,
            Console console) {
        if (!options.distillation().isEnabled()) {
            return EmbedderTrainer.run(options, List.of(), listener, stop);
        }
        ModelCatalog catalog = ModelCatalog.of(configuration.models().directories());
        // The runtime closes the models that are opened here.
        try (InferenceRuntime runtime = InferenceRuntime.open(configuration.inference(), catalog, console::note)) {
            List<FaceEmbedder> teachers = options.distillation().teachers().stream()
                    .map(runtime::embedder)
                    .toList();
            return EmbedderTrainer.run(options, teachers, listener, stop);
        }
    }

    @Override
    String figures(TrainingStep step) {
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

    @Override
    Optional<Report> evaluate(EmbedderTraining options, Configuration configuration, Console console) {
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
