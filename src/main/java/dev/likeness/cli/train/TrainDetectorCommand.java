package dev.likeness.cli.train;

import dev.likeness.cli.evaluate.EvaluationFlags;
import dev.likeness.cli.terminal.Console;
import dev.likeness.config.Configuration;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.detection.DetectorEvaluation;
import dev.likeness.evaluation.modelcard.DetectorTrainingReport;
import dev.likeness.evaluation.modelcard.ModelCard;
import dev.likeness.evaluation.report.Provenance;
import dev.likeness.evaluation.report.Report;
import dev.likeness.inference.InferenceRuntime;
import dev.likeness.inference.detect.CellDetector;
import dev.likeness.inference.model.ModelCatalog;
import dev.likeness.training.detector.DetectorStep;
import dev.likeness.training.detector.DetectorTrainer;
import dev.likeness.training.detector.DetectorTraining;
import dev.likeness.training.run.TrainedModel;
import dev.likeness.training.run.TrainingListener;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;

@Command(
        name = "detector",
        description = {
            "Train a detector on photos labelled by a teacher; an interrupted run continues.",
            "",
            "Writes the model (.onnx), its manifest, its card, the curve (CSV and HTML) and checkpoints into the run's directory.",
            ""
        })
final class TrainDetectorCommand extends TrainingCommand<DetectorTraining, DetectorStep> {
    TrainDetectorCommand(Console console) {
        super(console);
    }

    @Override
    DetectorTraining read(TrainingFlags flags, Console console) {
        return flags.training(DetectorTraining.class, DetectorTraining.defaults(), console);
    }

    @Override
    String role() {
        return "models.detector";
    }

    @Override
    Report curveReport(List<DetectorStep> curve) {
        return new DetectorTrainingReport(curve);
    }

    @Override
    String modelCard(
            DetectorTraining options,
            TrainedModel<DetectorStep> trained,
            Optional<Report> evaluation,
            Provenance provenance) {
        return ModelCard.render(options, trained, evaluation, provenance);
    }

    @Override
    TrainedModel<DetectorStep> train(
            DetectorTraining options,
            Configuration configuration,
            TrainingListener<DetectorStep> listener,
            BooleanSupplier stop,
            Console console) {
        ModelCatalog catalog = ModelCatalog.of(configuration.models().directories());
        try (InferenceRuntime runtime = InferenceRuntime.open(configuration.inference(), catalog, console::note);
                CellDetector teacher = runtime.cellDetector(
                        options.data().teacher(), options.data().detection())) {
            return DetectorTrainer.run(options, teacher, listener, stop);
        }
    }

    @Override
    Optional<Report> evaluate(DetectorTraining options, Configuration configuration, Console console) {
        if (options.data().holdoutShare() == 0) {
            return Optional.empty();
        }
        DetectorEvaluation evaluation = new DetectorEvaluation(
                options.data().teacher(),
                List.of(),
                options.data().photos(),
                options.data().holdout(),
                1,
                1);
        return Optional.of(EvaluationFlags.withProgress(
                console,
                progress ->
                        evaluation.run(configuration.engine(), InvalidInputPolicy.skip(), console::note, progress)));
    }

    @Override
    String figures(DetectorStep step) {
        return String.format(
                Locale.ROOT,
                "loss %.3f, class %.3f, object %.3f, IoU %.3f, points %.4f, %.0f pictures/s",
                step.loss(),
                step.classification(),
                step.object(),
                step.overlap(),
                step.points(),
                step.picturesPerSecond());
    }
}
