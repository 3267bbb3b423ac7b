package dev.likeness.cli;

import dev.likeness.config.Configuration;
import dev.likeness.config.ConfigurationReader;
import dev.likeness.config.Setting;
import dev.likeness.engine.Json;
import dev.likeness.evaluation.BadInput;
import dev.likeness.evaluation.FaceChoice;
import dev.likeness.evaluation.FacePairs;
import dev.likeness.evaluation.FaceReader;
import dev.likeness.evaluation.ModelCard;
import dev.likeness.evaluation.Provenance;
import dev.likeness.evaluation.Report;
import dev.likeness.evaluation.ReportFormat;
import dev.likeness.evaluation.TrainingReport;
import dev.likeness.inference.FaceEmbedder;
import dev.likeness.inference.InferenceRuntime;
import dev.likeness.inference.ModelCatalog;
import dev.likeness.training.EmbedderTrainer;
import dev.likeness.training.EmbedderTraining;
import dev.likeness.training.PyTorch;
import dev.likeness.training.TrainedEmbedder;
import dev.likeness.training.TrainingListener;
import dev.likeness.training.TrainingStep;
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "train",
        description = {
            "Train models of your own, with the MagFace loss and with a teacher's directions.",
            "",
            "It needs a build with PyTorch: mvn -Ptraining package.",
            ""
        },
        subcommands = TrainCommand.Embedder.class)
final class TrainCommand extends CommandGroup {
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
            EmbedderTraining options = flags.training(console);
            Configuration configuration = flags.configuration(console, options);
            TrainedEmbedder trained;
            boolean interrupted;
            try (Interruption interruption = Interruption.onCtrlC()) {
                trained = train(options, configuration, interruption);
                interrupted = interruption.happened();
            }
            Provenance provenance = new Provenance(
                    VersionProvider.revision(),
                    options.run().id(),
                    trained.sha256(),
                    Provenance.thisMachine(),
                    new LinkedHashMap<>(options.parameters()));
            Path directory = options.run().directory();
            ReportFlags.write(
                    directory.resolve("curve.html"),
                    ReportFormat.HTML.render(TrainingReport.of(trained.curve()), provenance));
            Optional<Report> judgement = interrupted ? Optional.empty() : judge(options, configuration);
            ReportFlags.write(directory.resolve("card.md"), ModelCard.render(options, trained, judgement, provenance));
            if (json) {
                console.print(Json.line(summary(trained)));
            } else {
                console.print(String.format(
                        Locale.ROOT,
                        "%s after %,d of %,d steps: %s",
                        trained.finished() ? "Done" : "Stopped",
                        trained.curve().size(),
                        trained.plan().steps(),
                        directory));
                judgement.ifPresent(report ->
                        ReportFormat.TEXT.render(report, provenance).lines().forEach(console::print));
            }
            return interrupted ? Interruption.EXIT_STATUS : 0;
        }

        private static Map<String, Object> summary(TrainedEmbedder trained) {
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("finished", trained.finished());
            summary.put("steps", trained.curve().size());
            summary.put("model", trained.model().toString());
            summary.put("sha256", trained.sha256());
            summary.put("seconds", trained.seconds());
            return summary;
        }

        private TrainedEmbedder train(
                EmbedderTraining options, Configuration configuration, Interruption interruption) {
            try (Watching watching = new Watching(console)) {
                if (!options.distillation().isWanted()) {
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

        private Optional<Report> judge(EmbedderTraining options, Configuration configuration) {
            if (options.judging().images().isEmpty()
                    || options.judging().pairs().isEmpty()) {
                return Optional.empty();
            }
            try (FaceReader reader = FaceReader.open(configuration.engine(), FaceChoice.CENTRAL, console::note)) {
                FacePairs faces = EvaluationFlags.watched(
                        console,
                        progress -> FacePairs.ofImages(
                                reader,
                                options.judging().images().get(),
                                options.judging().pairs().get(),
                                0,
                                false,
                                BadInput.fail(),
                                progress));
                return Optional.of(faces.verification(faces.usualProtocol()));
            }
        }
    }

    /// Where a training's options come from.
    static final class TrainingFlags {
        @Option(
                names = "--config",
                paramLabel = "FILE",
                required = true,
                description = "What to train, on what and how; config/train-embedder.yaml shows every key.")
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

        EmbedderTraining training(Console console) {
            if (verbose) {
                System.setProperty("likeness.log", "DEBUG");
            }
            Map<String, Setting> settings = new HashMap<>();
            changes.forEach((key, value) -> settings.put(key, new Setting(value, "--set")));
            return ConfigurationReader.readTraining(config, console.environment(), settings);
        }

        /// The configuration of everything else, in which the new model is the embedder.
        Configuration configuration(Console console, EmbedderTraining options) {
            Map<String, Setting> settings = new HashMap<>();
            GlobalOptions.put(settings, "models.directories", models, "--models");
            Configuration plain = ConfigurationReader.read(null, console.environment(), settings);
            String directories = Stream.concat(
                            Stream.of(options.run().directory()), plain.models().directories().stream())
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
            GlobalOptions.put(settings, "models.directories", directories, "run.directory");
            GlobalOptions.put(settings, "models.embedder", options.run().id(), "run.id");
            return ConfigurationReader.read(null, console.environment(), settings);
        }
    }

    /// A bar with the live figures, and a line an epoch where nobody watches a bar.
    private static final class Watching implements TrainingListener, AutoCloseable {
        private final Console console;
        private Console.@Nullable Progress bar;
        private long stepsPerEpoch = 1;

        Watching(Console console) {
            this.console = console;
        }

        @Override
        public void started(RunPlan plan) {
            stepsPerEpoch = plan.stepsPerEpoch();
            console.note(String.format(
                    Locale.ROOT,
                    "%,d pictures of %,d identities, %,d learned numbers, %,d steps (%,d an epoch) on %s%s",
                    plan.pictures(),
                    plan.identities(),
                    plan.parameters(),
                    plan.steps(),
                    plan.stepsPerEpoch(),
                    plan.device(),
                    plan.firstStep() == 0 ? "" : ", going on after step " + plan.firstStep()));
            bar = console.progress("Training", "steps", plan.steps());
            bar.to(plan.firstStep());
        }

        @Override
        public void step(TrainingStep step) {
            if (bar != null) {
                bar.message(figures(step));
                bar.to(step.step());
            }
            if (!console.isWatched() && step.step() % stepsPerEpoch == 0) {
                console.note("epoch %d: %s".formatted(step.epoch(), figures(step)));
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
                    step.magnitudes().deviation(),
                    step.picturesPerSecond());
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
