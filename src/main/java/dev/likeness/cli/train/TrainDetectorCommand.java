package dev.likeness.cli.train;

import dev.likeness.cli.evaluate.EvaluationFlags;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.Interruption;
import dev.likeness.config.Configuration;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.detection.DetectorEvaluation;
import dev.likeness.evaluation.modelcard.DetectorTrainingReport;
import dev.likeness.evaluation.modelcard.ModelCard;
import dev.likeness.evaluation.report.Report;
import dev.likeness.inference.InferenceRuntime;
import dev.likeness.inference.detect.CellDetector;
import dev.likeness.inference.model.ModelCatalog;
import dev.likeness.training.detector.DetectorStep;
import dev.likeness.training.detector.DetectorTrainer;
import dev.likeness.training.detector.DetectorTraining;
import dev.likeness.training.run.TrainedModel;
import dev.likeness.training.torch.PyTorch;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "detector",
        description = {
            "Train a detector on photos labelled by a teacher; an interrupted run continues.",
            "",
            "Writes the model (.onnx), its manifest, its card, the curve (CSV and HTML) and checkpoints into the run's directory.",
            ""
        })
final class TrainDetectorCommand implements Callable<Integer> {
    @Mixin
    private final TrainingFlags flags = new TrainingFlags();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    private final Console console;

    TrainDetectorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        PyTorch.require();
        DetectorTraining options = flags.training(DetectorTraining.class, DetectorTraining.defaults(), console);
        Configuration configuration = flags.configuration(console, options.run(), "models.detector");
        return TrainingRun.run(console, json, options.run(), interruption -> {
            TrainedModel<DetectorStep> trained = train(options, configuration, interruption);
            return new TrainingRun.Result(
                    trained,
                    DetectorTrainingReport.of(trained.curve()),
                    options.parameters(),
                    () -> evaluate(options, configuration),
                    (evaluation, provenance) -> ModelCard.render(options, trained, evaluation, provenance));
        });
    }

    private TrainedModel<DetectorStep> train(
            DetectorTraining options, Configuration configuration, Interruption interruption) {
        ModelCatalog catalog = ModelCatalog.of(configuration.models().directories());
        try (TrainingProgress<DetectorStep> progress = new TrainingProgress<>(console, TrainDetectorCommand::figures);
                InferenceRuntime runtime = InferenceRuntime.open(configuration.inference(), catalog, console::note);
                CellDetector teacher = runtime.cellDetector(
                        options.data().teacher(), options.data().detection())) {
            return DetectorTrainer.run(options, teacher, progress, interruption::happened);
        }
    }

    private Optional<Report> evaluate(DetectorTraining options, Configuration configuration) {
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

    private static String figures(DetectorStep step) {
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
