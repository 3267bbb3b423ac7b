package dev.likeness.config;

import dev.likeness.config.Setting.InvalidValueException;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.scoring.CalibrationOptions;
import dev.likeness.support.RegularFile;
import dev.likeness.support.TextLimits;
import dev.likeness.support.WebAddress;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Reads a [Configuration]: defaults < YAML file < environment < flags. It collects all problems and
/// reports them together, each with its origin, key, rule and value.
///
/// A key is `section.name`, as in the file. Its environment variable is `LIKENESS_SECTION_NAME`
/// (`detection.minScore` → `LIKENESS_DETECTION_MIN_SCORE`), except for the three used most:
/// `LIKENESS_MODELS`, `LIKENESS_DETECTOR`, `LIKENESS_EMBEDDER`.
public final class ConfigurationReader {
    /// Keys whose value `auto` stands for a place in the [DataFolder].
    private static final Set<String> PLACES = Set.of("index.directory", "models.directories");

    private static final Map<String, String> SHORT_VARIABLES = Map.of(
            "models.directories", "LIKENESS_MODELS",
            "models.detector", "LIKENESS_DETECTOR",
            "models.embedder", "LIKENESS_EMBEDDER");

    /// The variables of a training's keys begin with this instead of `LIKENESS_`.
    private static final String TRAINING = "TRAIN_";

    private final Record defaults;
    private final Map<String, String> variables;
    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    /// @param defaults a record of sections, each a record of options
    /// @param variables the environment variable of every key
    private ConfigurationReader(Record defaults, Map<String, String> variables) {
        this.defaults = defaults;
        this.variables = variables;
    }

    /// Reads and validates everything.
    ///
    /// @param file the file that was asked for, which must then exist; null: that of the [DataFolder] if
    ///     there is one
    /// @param environment the process's environment
    /// @param flags settings of the command line, by key
    /// @throws LikenessException `INVALID_ARGUMENT` with one line a problem; `NOT_FOUND` if `file` does not
    ///     exist; `IO_FAILED` if it cannot be read
    public static Configuration read(@Nullable Path file, Map<String, String> environment, Map<String, Setting> flags) {
        DataFolder folder = DataFolder.find(environment);
        ConfigurationReader reader =
                new ConfigurationReader(Configuration.defaults().in(folder), environmentVariables());
        if (file != null) {
            reader.readFile(file);
        } else if (Files.exists(folder.configurationFile())) {
            reader.readFile(folder.configurationFile());
        }
        return (Configuration) reader.read(environment, flags);
    }

    /// Reads and validates the options of a training in the same way. The variable of a key begins with
    /// `LIKENESS_TRAIN_`.
    ///
    /// @param defaults a record of sections, each a record of options
    /// @param flags settings of the command line, by key; a key that does not exist is a problem like any
    ///     other
    /// @throws LikenessException as [#read] does
    public static <T extends Record> T readTraining(
            Class<T> type, T defaults, Path file, Map<String, String> environment, Map<String, Setting> flags) {
        ConfigurationReader reader = new ConfigurationReader(defaults, variables(type, TRAINING));
        reader.readFile(file);
        return type.cast(reader.read(environment, flags));
    }

    private Record read(Map<String, String> environment, Map<String, Setting> flags) {
        readEnvironment(environment);
        flags.forEach((key, setting) -> {
            if (variables.containsKey(key)) {
                settings.put(key, setting);
            } else {
                problems.add("%s: %s: no such key, got: %s".formatted(setting.origin(), key, shown(setting.value())));
            }
        });
        settings.entrySet()
                .removeIf(setting -> PLACES.contains(setting.getKey())
                        && setting.getValue().value().equals(CalibrationOptions.AUTO));
        Record configuration = bind();
        if (!problems.isEmpty()) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, String.join("\n", problems));
        }
        return configuration;
    }

    /// Every key there is, with the environment variable that sets it.
    public static Map<String, String> environmentVariables() {
        return variables(Configuration.class, "");
    }

    private static Map<String, String> variables(Class<?> sections, String prefix) {
        Map<String, String> variables = new TreeMap<>();
        for (RecordComponent section : sections.getRecordComponents()) {
            for (RecordComponent option : section.getType().getRecordComponents()) {
                String key = section.getName() + "." + OptionConverter.key(option);
                String name = key.replace('.', '_').replaceAll("([a-z0-9])([A-Z])", "$1_$2");
                String variable = "LIKENESS_" + prefix + name.toUpperCase(Locale.ROOT);
                variables.put(key, prefix.isEmpty() ? SHORT_VARIABLES.getOrDefault(key, variable) : variable);
            }
        }
        return variables;
    }

    private void readFile(Path file) {
        Object root;
        try {
            String text = RegularFile.readString(file, TextLimits.MAX_YAML_BYTES);
            // An empty file, or one of comments only, is no document at all to the parser.
            boolean empty = text.lines()
                    .allMatch(line -> line.isBlank() || line.stripLeading().startsWith("#"));
            root = empty ? Map.of() : TextLimits.yaml().readValue(text, Object.class);
        } catch (JacksonException e) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, file + ": must be YAML, got: " + TextLimits.problem(e), e);
        } catch (IOException e) {
            boolean missing = !Files.exists(file);
            throw new LikenessException(
                    missing ? ErrorCode.NOT_FOUND : ErrorCode.IO_FAILED,
                    missing
                            ? "configuration file not found: " + file
                            : "cannot read configuration file: %s: %s".formatted(file, RegularFile.reason(e)),
                    e);
        }
        if (root == null) {
            return;
        }
        if (!(root instanceof Map<?, ?> sections)) {
            problems.add(file + ": must hold sections with keys, got: " + shown(root));
            return;
        }
        sections.forEach((section, content) -> {
            if (!(content instanceof Map<?, ?> keys)) {
                problems.add("%s: %s: must be a section with keys, got: %s".formatted(file, section, shown(content)));
                return;
            }
            keys.forEach((name, value) -> {
                String key = section + "." + name;
                if (!variables.containsKey(key)) {
                    problems.add("%s: %s: no such key, got: %s".formatted(file, key, shown(value)));
                } else if (value == null) {
                    problems.add("%s: %s: must have a value; leave the line out for the default".formatted(file, key));
                } else {
                    settings.put(key, new Setting(value, file.toString()));
                }
            });
        });
    }

    /// A value in a message, without the password of an address in it.
    private static String shown(@Nullable Object value) {
        return WebAddress.masked(String.valueOf(value));
    }

    private void readEnvironment(Map<String, String> environment) {
        variables.forEach((key, variable) -> {
            String value = environment.get(variable);
            if (value != null && !value.isEmpty()) {
                settings.put(key, new Setting(value, "environment " + variable));
            }
        });
    }

    private Record bind() {
        Object[] sections = Arrays.stream(defaults.getClass().getRecordComponents())
                .map(section -> bindSection(section.getName(), (Record) valueOf(defaults, section)))
                .toArray();
        try {
            return (Record) construct(defaults.getClass(), sections);
        } catch (InvalidValueException problem) {
            problems.add(String.valueOf(problem.getMessage()));
            return defaults;
        }
    }

    /// The section with the asked-for values in place of the defaults. If it refuses them, each is tried
    /// alone among the defaults, so that two bad ones in a section are both reported; values that only
    /// conflict with each other are reported together.
    private Record bindSection(String section, Record standard) {
        RecordComponent[] components = standard.getClass().getRecordComponents();
        Object[] usual = Arrays.stream(components)
                .map(component -> valueOf(standard, component))
                .toArray();
        Object[] wanted = usual.clone();
        List<String> told = new ArrayList<>();
        Map<Integer, Setting> asked = new TreeMap<>();
        for (int i = 0; i < components.length; i++) {
            Setting setting = settings.get(section + "." + OptionConverter.key(components[i]));
            if (setting != null) {
                try {
                    wanted[i] = OptionConverter.convert(components[i], setting);
                    asked.put(i, setting);
                } catch (InvalidValueException problem) {
                    told.add(problem(section, components[i], setting, problem));
                }
            }
        }
        try {
            Record bound = (Record) construct(standard.getClass(), wanted);
            problems.addAll(told);
            return bound;
        } catch (InvalidValueException together) {
            asked.forEach((i, setting) -> {
                Object[] alone = usual.clone();
                alone[i] = wanted[i];
                try {
                    construct(standard.getClass(), alone);
                } catch (InvalidValueException problem) {
                    told.add(problem(section, components[i], setting, problem));
                }
            });
            if (told.isEmpty()) {
                told.add(section + ": " + together.getMessage());
            }
            problems.addAll(told);
            return standard;
        }
    }

    private static String problem(
            String section, RecordComponent component, Setting setting, InvalidValueException problem) {
        return "%s: %s.%s: %s"
                .formatted(setting.origin(), section, OptionConverter.key(component), problem.getMessage());
    }

    private static Object valueOf(Record owner, RecordComponent component) {
        try {
            return component.getAccessor().invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("options records are public: " + component, e);
        }
    }

    private static Object construct(Class<?> type, Object[] values) {
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof LikenessException refusal) {
                throw new InvalidValueException(refusal);
            }
            throw new AssertionError("an options record must refuse with a LikenessException: " + type, e);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("options records are public: " + type, e);
        }
    }
}
