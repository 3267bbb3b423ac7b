package dev.likeness.cli.train;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.config.Configuration;
import dev.likeness.config.ConfigurationReader;
import dev.likeness.config.Setting;
import dev.likeness.inference.model.ModelCatalog;
import dev.likeness.training.run.RunOptions;
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of a training command and the configuration they lead to.
final class TrainingFlags {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description =
                    "Training configuration; config/train-embedder.yaml and config/train-detector.yaml show every key.")
    private Path config = Path.of("");

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Override a key of the file, e.g. --set run.seed=2; may be repeated.")
    private Map<String, String> changes = new HashMap<>();

    @Option(
            names = "--models",
            paramLabel = "DIR",
            description = "Directory of the teacher's and detector's weights (also LIKENESS_MODELS).")
    private @Nullable String models;

    @Option(names = "--verbose", description = "Log more, and print stack traces of failures.")
    private boolean verbose;

    <T extends Record> T training(Class<T> type, T defaults, Console console) {
        if (verbose) {
            System.setProperty("likeness.log", "DEBUG");
        }
        Map<String, Setting> settings = new HashMap<>();
        changes.forEach((key, value) -> settings.put(key, new Setting(value, "--set")));
        return ConfigurationReader.readTraining(type, defaults, config, console.environment(), settings);
    }

    /// The configuration of the engine with the new model in its role.
    ///
    /// @param role the configuration key of the model's role
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
