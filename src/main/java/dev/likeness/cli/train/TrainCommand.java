package dev.likeness.cli.train;

import dev.likeness.cli.evaluate.EvaluationFlags;
import dev.likeness.cli.evaluate.ReportFlags;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.CommandGroup;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.Interruption;
import dev.likeness.cli.terminal.VersionProvider;
import dev.likeness.config.Configuration;
import dev.likeness.config.ConfigurationReader;
import dev.likeness.config.Setting;
import dev.likeness.evaluation.data.FaceChoice;
import dev.likeness.evaluation.data.FaceReader;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.detection.DetectorEvaluation;
import dev.likeness.evaluation.modelcard.DetectorTrainingReport;
import dev.likeness.evaluation.modelcard.EmbedderTrainingReport;
import dev.likeness.evaluation.modelcard.ModelCard;
import dev.likeness.evaluation.report.Provenance;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportFormat;
import dev.likeness.evaluation.verification.FacePairs;
import dev.likeness.inference.InferenceRuntime;
import dev.likeness.inference.detect.CellDetector;
import dev.likeness.inference.embed.FaceEmbedder;
import dev.likeness.inference.model.ModelCatalog;
import dev.likeness.support.Json;
import dev.likeness.training.detector.DetectorStep;
import dev.likeness.training.detector.DetectorTrainer;
import dev.likeness.training.detector.DetectorTraining;
import dev.likeness.training.embedder.EmbedderTrainer;
import dev.likeness.training.embedder.EmbedderTraining;
import dev.likeness.training.embedder.TrainingStep;
import dev.likeness.training.run.CurveStep;
import dev.likeness.training.run.RunOptions;
import dev.likeness.training.run.TrainedModel;
import dev.likeness.training.run.TrainingListener;
import dev.likeness.training.torch.PyTorch;
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "train",
        description = {
            "Train models of your own: embedders with the MagFace loss and a teacher's directions, detectors on a teacher's boxes.",
            "",
            "It needs a build with PyTorch: mvn -Ptraining package.",
            ""
        },
        subcommands = {TrainCommand.Embedder.class, TrainCommand.Detector.class})
public final class TrainCommand extends CommandGroup {
    @Command(
            name = "embedder",
            description = {
                "Train an embedder on aligned faces; a run that was broken off goes on.",
                "",
                "Writes the model (.onnx), its manifest, its card, the curve (CSV and a page) and checkpoints into the run's directory.",
                ""
            })
    static final class Embedder implements Callable<Integer> {
        @Mixin
        private final TrainingFlags flags = new TrainingFlags();

        @Option(names = "--json", description = "Print the result as JSON.")
        private boolean json;

        private final Console console;

        Embedder(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            PyTorch.require();
            EmbedderTraining options = flags.training(EmbedderTraining.class, EmbedderTraining.defaults(), console);
            Configuration configuration = flags.configuration(console, options.run(), "models.embedder");
            return run(console, json, options.run(), interruption -> {
                TrainedModel<TrainingStep> trained = train(options, configuration, interruption);
                return new Result(
                        trained,
                        EmbedderTrainingReport.of(trained.curve()),
                        options.parameters(),
                        () -> evaluate(options, configuration),
                        (judgement, provenance) -> ModelCard.render(options, trained, judgement, provenance));
            });
        }

        private TrainedModel<TrainingStep> train(
                EmbedderTraining options, Configuration configuration, Interruption interruption) {
            try (ProgressListener<TrainingStep> watching = new ProgressListener<>(console, Embedder::figures)) {
                if (!options.distillation().isEnabled()) {
                    return EmbedderTrainer.run(options, Optional.empty(), watching, interruption::happened);
                }
                ModelCatalog catalog = ModelCatalog.of(configuration.models().directories());
                try (InferenceRuntime runtime =
                                InferenceRuntime.open(configuration.inference(), catalog, console::note);
                        FaceEmbedder teacher =
                                runtime.embedder(options.distillation().teacher())) {
                    return EmbedderTrainer.run(options, Optional.of(teacher), watching, interruption::happened);
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

    @Command(
            name = "detector",
            description = {
                "Train a detector on photos in which another one says where the faces are; a run that was broken off goes on.",
                "",
                "Writes the model (.onnx), its manifest, its card, the curve (CSV and a page) and checkpoints into the run's directory.",
                ""
            })
    static final class Detector implements Callable<Integer> {
        @Mixin
        private final TrainingFlags flags = new TrainingFlags();

        @Option(names = "--json", description = "Print the result as JSON.")
        private boolean json;

        private final Console console;

        Detector(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            PyTorch.require();
            DetectorTraining options = flags.training(DetectorTraining.class, DetectorTraining.defaults(), console);
            Configuration configuration = flags.configuration(console, options.run(), "models.detector");
            return run(console, json, options.run(), interruption -> {
                TrainedModel<DetectorStep> trained = train(options, configuration, interruption);
                return new Result(
                        trained,
                        DetectorTrainingReport.of(trained.curve()),
                        options.parameters(),
                        () -> evaluate(options, configuration),
                        (judgement, provenance) -> ModelCard.render(options, trained, judgement, provenance));
            });
        }

        private TrainedModel<DetectorStep> train(
                DetectorTraining options, Configuration configuration, Interruption interruption) {
            ModelCatalog catalog = ModelCatalog.of(configuration.models().directories());
            try (ProgressListener<DetectorStep> watching = new ProgressListener<>(console, Detector::figures);
                    InferenceRuntime runtime =
                            InferenceRuntime.open(configuration.inference(), catalog, console::note);
                    CellDetector teacher = runtime.cellDetector(
                            options.data().teacher(), options.data().detection())) {
                return DetectorTrainer.run(options, teacher, watching, interruption::happened);
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
                    progress -> evaluation.run(
                            configuration.engine(), InvalidInputPolicy.skip(), console::note, progress)));
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

    /// A run at its end, and what is to be written of it.
    ///
    /// @param evaluation made only if all steps are done and nobody has asked to stop
    private record Result(
            TrainedModel<?> trained,
            Report curve,
            Map<String, String> parameters,
            Supplier<Optional<Report>> evaluation,
            BiFunction<Optional<Report>, Provenance, String> card) {}

    /// Trains until the end or Ctrl-C, writes the curve and the card, tells what came of it, and says the exit
    /// status.
    private static int run(Console console, boolean json, RunOptions run, Function<Interruption, Result> training) {
        try (Interruption interruption = Interruption.onCtrlC()) {
            Result finished = training.apply(interruption);
            TrainedModel<?> trained = finished.trained;
            Provenance provenance = provenance(run, trained.sha256(), finished.parameters);
            Path directory = run.directory();
            ReportFlags.write(directory.resolve("curve.html"), ReportFormat.HTML.render(finished.curve, provenance));
            Optional<Report> judgement =
                    trained.finished() && !interruption.happened() ? finished.evaluation.get() : Optional.empty();
            ReportFlags.write(directory.resolve("card.md"), finished.card.apply(judgement, provenance));
            printResult(console, json, directory, trained, judgement, provenance);
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
            Optional<Report> judgement,
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
        judgement.ifPresent(
                report -> ReportFormat.TEXT.render(report, provenance).lines().forEach(console::print));
    }

    /// Where a training's options come from.
    static final class TrainingFlags {
        @Option(
                names = "--config",
                paramLabel = "FILE",
                required = true,
                description =
                        "What to train, on what and how; config/train-embedder.yaml and config/train-detector.yaml show every key.")
        private Path config = Path.of("");

        @Option(
                names = "--set",
                paramLabel = "KEY=VALUE",
                description = "A key of the file in another way, e.g. --set run.seed=2; may be repeated.")
        private Map<String, String> changes = new HashMap<>();

        @Option(
                names = "--models",
                paramLabel = "DIR",
                description = "Where the teacher and the detector lie (also LIKENESS_MODELS).")
        private @Nullable String models;

        @Option(names = "--verbose", description = "Log more, and show where a failure came from.")
        private boolean verbose;

        <T extends Record> T training(Class<T> type, T defaults, Console console) {
            if (verbose) {
                System.setProperty("likeness.log", "DEBUG");
            }
            Map<String, Setting> settings = new HashMap<>();
            changes.forEach((key, value) -> settings.put(key, new Setting(value, "--set")));
            return ConfigurationReader.readTraining(type, defaults, config, console.environment(), settings);
        }

        /// The configuration of everything else, in which the new model has its role.
        ///
        /// @param role the key of the model in use
        /// @throws dev.likeness.face.LikenessException `ALREADY_EXISTS` if another model has the new one's id
        Configuration configuration(Console console, RunOptions run, String role) {
            Map<String, Setting> settings = new HashMap<>();
            GlobalOptions.put(settings, "models.directories", models, "--models");
            Configuration plain = ConfigurationReader.read(null, console.environment(), settings);
            ModelCatalog.requireFreeId(run.id(), run.directory(), plain.models().directories(), "run.id");
            String directories = Stream.concat(Stream.of(run.directory()), plain.models().directories().stream())
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
            GlobalOptions.put(settings, "models.directories", directories, "run.directory");
            GlobalOptions.put(settings, role, run.id(), "run.id");
            return ConfigurationReader.read(null, console.environment(), settings);
        }
    }

    /// A bar with the live figures, and a line an epoch where nobody watches a bar.
    private static final class ProgressListener<S extends CurveStep> implements TrainingListener<S>, AutoCloseable {
        private final Console console;
        private Console.@Nullable Progress bar;
        private long stepsPerEpoch = 1;

        private final Function<S, String> figures;

        ProgressListener(Console console, Function<S, String> figures) {
            this.console = console;
            this.figures = figures;
        }

        @Override
        public void started(RunPlan plan) {
            stepsPerEpoch = plan.stepsPerEpoch();
            console.note(String.format(
                    Locale.ROOT,
                    "%s, %,d learned numbers, %,d steps (%,d an epoch) on %s%s",
                    plan.dataDescription(),
                    plan.parameters(),
                    plan.steps(),
                    plan.stepsPerEpoch(),
                    plan.device(),
                    plan.firstStep() == 0 ? "" : ", going on after step " + plan.firstStep()));
            close();
            bar = console.progress("Training", "steps", plan.steps());
            bar.to(plan.firstStep());
        }

        @Override
        public void labelled(long done, long photos) {
            if (bar == null) {
                bar = console.progress("Labelling", "photos", photos);
            }
            bar.to(done);
        }

        @Override
        public void step(S step) {
            if (bar != null) {
                bar.message(figures.apply(step));
                bar.to(step.step());
            }
            if (!console.isTerminal() && step.step() % stepsPerEpoch == 0) {
                console.note("epoch %d: %s".formatted(step.epoch(), figures.apply(step)));
            }
        }

        @Override
        public void note(String sentence) {
            console.note(sentence);
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
            }
        }
    }
}
