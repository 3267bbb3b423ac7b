package dev.likeness.cli.options;

import dev.likeness.cli.log.LogFormat;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.ShellText;
import dev.likeness.config.Configuration;
import dev.likeness.config.ConfigurationReader;
import dev.likeness.config.DataFolder;
import dev.likeness.config.LogOptions;
import dev.likeness.config.Setting;
import dev.likeness.engine.Engine;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of every command that works on a gallery. A value that is not given comes from the
/// environment, then the configuration file, then the built-in defaults.
public class GalleryOptions {
    private final Console console;

    @Option(
            names = "--gallery",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "The gallery to work on (default: ${DEFAULT-VALUE}).")
    private String gallery = "default";

    @Option(
            names = "--index",
            paramLabel = "DIR",
            description =
                    "Directory of all galleries (default: index/ in the working folder if it holds galleries, else in LIKENESS_HOME, else in your data folder; also LIKENESS_INDEX_DIRECTORY).")
    private @Nullable String index;

    @Option(
            names = "--models",
            paramLabel = "DIR",
            description =
                    "Directory of model weights; separate several with the path separator (also LIKENESS_MODELS).")
    private @Nullable String models;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file (default: config/likeness.yaml beside index/, if it exists).")
    private @Nullable Path config;

    @Option(
            names = "--calibration",
            paramLabel = "FILE",
            description =
                    "Calibration of cosines and magnitudes (default: the gallery's own, else the built-in one of its model).")
    private @Nullable String calibration;

    @Option(
            names = "--operating-point",
            paramLabel = "WORD",
            description =
                    "Accepted false match rate of decisions: cautious, balanced or eager (default: balanced, 1 in 10,000 comparisons).")
    private @Nullable String operatingPoint;

    @Option(
            names = "--log-format",
            paramLabel = "WORD",
            description =
                    "text or json: the log and all messages, one JSON object a line (default: text). Results stay text unless --json.")
    private @Nullable String logFormat;

    @Option(names = "--verbose", description = "Log more, and print stack traces of failures.")
    private boolean verbose;

    /// Where the galleries are; null before the configuration is read.
    private @Nullable Path galleries;

    public GalleryOptions(Console console) {
        this.console = console;
    }

    public Console console() {
        return console;
    }

    public String gallery() {
        return gallery;
    }

    /// The configuration file given on the command line, else that of the data folder, which need not exist.
    public Path configurationFile() {
        return config == null ? DataFolder.find(console.environment()).configurationFile() : config;
    }

    /// The calibration file given on the command line, or null.
    public @Nullable Path calibration() {
        return calibration == null ? null : Path.of(calibration);
    }

    public boolean verbose() {
        return verbose;
    }

    /// The configuration with these flags and those of the command.
    public Configuration configuration(Map<String, Setting> flags) {
        Map<String, Setting> all = new HashMap<>(flags);
        put(all, "index.directory", index, "--index");
        put(all, "models.directories", models, "--models");
        put(all, "calibration.file", calibration, "--calibration");
        put(all, "calibration.operatingPoint", operatingPoint, "--operating-point");
        put(all, "log.format", logFormat, "--log-format");
        Configuration configuration = ConfigurationReader.read(config, console.environment(), all);
        LogFormat.use(configuration.log().format() == LogOptions.Format.JSON);
        galleries = configuration.indexDirectory();
        return configuration;
    }

    /// Where the gallery is, for the user who started the command in another folder than the last time.
    public String where(Configuration configuration) {
        return "Gallery %s in %s"
                .formatted(
                        gallery, configuration.indexDirectory().toAbsolutePath().normalize());
    }

    /// In which other folders this user has galleries, for one who looks for a gallery in the wrong folder.
    public List<String> whereElse() {
        if (galleries == null) {
            return List.of();
        }
        Path here = galleries.toAbsolutePath().normalize();
        return DataFolder.all(console.environment()).stream()
                .filter(place -> !place.index().toAbsolutePath().normalize().equals(here))
                .filter(place -> !place.galleries().isEmpty())
                .map(place -> "There are galleries in another folder: %s. To use them:%s"
                        .formatted(
                                String.join(", ", place.galleries()),
                                option("--index", place.index().toAbsolutePath().toString())))
                .toList();
    }

    public Engine engine() {
        return engine(Map.of());
    }

    public Engine engine(Map<String, Setting> flags) {
        return Engine.open(configuration(flags).engine(), console::note);
    }

    public static void put(Map<String, Setting> flags, String key, @Nullable String value, String origin) {
        if (value != null) {
            flags.put(key, new Setting(value, origin));
        }
    }

    /// The options by which another command finds the same gallery, as text that follows that command.
    public String sameGallery() {
        return (gallery.equals("default") ? "" : option("--gallery", gallery)) + sameIndex();
    }

    /// The options by which another command finds the same galleries, as text that follows that command.
    public String sameIndex() {
        return (index == null ? "" : option("--index", index))
                + (config == null ? "" : option("--config", config.toString()));
    }

    private static String option(String name, String value) {
        return " " + name + " " + ShellText.quoted(value);
    }
}
