package dev.likeness.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The folder that holds what Likeness keeps for a user who names no other place: galleries in `index`, models
/// in
/// `models`, settings in `config/likeness.yaml`.
///
/// @param path empty for the working folder, else absolute
public record DataFolder(Path path) {
    /// Names the data folder.
    public static final String VARIABLE = "LIKENESS_HOME";

    private static final Path CONFIGURATION = Path.of("config", "likeness.yaml");
    private static final Path INDEX = Path.of("index");

    /// The working folder if it has galleries or a configuration file; else `LIKENESS_HOME`; else the folder
    /// where programs of this system keep the user's data: `$XDG_DATA_HOME/likeness` or
    /// `~/.local/share/likeness` on Linux,
    /// `~/Library/Application Support/Likeness` on macOS, `%LOCALAPPDATA%\Likeness` on Windows.
    ///
    /// @param environment the process's environment
    /// @param system the operating system, as the property `os.name` says it
    /// @param home the user's home folder
    public static DataFolder find(Path workingFolder, Map<String, String> environment, String system, Path home) {
        if (Files.isRegularFile(workingFolder.resolve(CONFIGURATION)) || holdsGalleries(workingFolder.resolve(INDEX))) {
            return new DataFolder(Path.of(""));
        }
        Path named = folder(environment, VARIABLE);
        if (named != null) {
            return new DataFolder(named.toAbsolutePath());
        }
        String family = system.toLowerCase(Locale.ROOT);
        if (family.startsWith("windows")) {
            Path local = folder(environment, "LOCALAPPDATA");
            return new DataFolder(
                    (local == null ? home.resolve("AppData").resolve("Local") : local).resolve("Likeness"));
        }
        if (family.startsWith("mac")) {
            return new DataFolder(
                    home.resolve("Library").resolve("Application Support").resolve("Likeness"));
        }
        // A relative path there is to be ignored, says the XDG Base Directory Specification.
        Path data = folder(environment, "XDG_DATA_HOME");
        return new DataFolder(
                (data == null || !data.isAbsolute() ? home.resolve(".local").resolve("share") : data)
                        .resolve("likeness"));
    }

    /// The data folder of this process. Java takes `user.home` from the system's list of users, other programs
    /// `HOME`.
    public static DataFolder find(Map<String, String> environment) {
        Path home = folder(environment, "HOME");
        return find(
                Path.of("").toAbsolutePath(),
                environment,
                System.getProperty("os.name"),
                home == null ? Path.of(System.getProperty("user.home")) : home);
    }

    /// The configuration file of the data folder, which need not exist.
    public Path configurationFile() {
        return path.resolve(CONFIGURATION);
    }

    /// The directory of all galleries, which need not exist.
    public Path index() {
        return path.resolve(INDEX);
    }

    /// The directories of model weights, which need not exist.
    public List<Path> models() {
        return List.of(path.resolve("models"));
    }

    private static @Nullable Path folder(Map<String, String> environment, String variable) {
        String value = environment.get(variable);
        return value == null || value.isEmpty() ? null : Path.of(value);
    }

    /// Whether a folder named `index` is ours. That of a web site has files; ours has folders, a page about
    /// it, and hidden
    /// files such as the one that says that there are keys.
    private static boolean holdsGalleries(Path index) {
        if (!Files.isDirectory(index)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(index)) {
            return entries.allMatch(entry -> Files.isDirectory(entry)
                    || entry.endsWith("README.md")
                    || String.valueOf(entry.getFileName()).startsWith("."));
        } catch (IOException _) {
            return true; // Whatever is wrong with it is reported when it is opened.
        }
    }
}
