package dev.likeness.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The folder that holds what Likeness keeps for a user who names no other place: galleries in `index`, models
/// in `models`, settings in `config/likeness.yaml`.
///
/// @param path empty for the working folder, else absolute
public record DataFolder(Path path) {
    /// Names the data folder.
    public static final String VARIABLE = "LIKENESS_HOME";

    private static final Path CONFIGURATION = Path.of("config", "likeness.yaml");
    private static final Path INDEX = Path.of("index");

    /// What Likeness writes beside galleries, and leaves there when the last one is deleted.
    private static final Set<String> OWN_FILES =
            Set.of(".server", ".keys-required", ".tombstones.jsonl", ".backups.jsonl");

    /// The working folder if it has galleries or a configuration file; else `LIKENESS_HOME`; else the folder
    /// where programs of this system keep the user's data: `$XDG_DATA_HOME/likeness` or
    /// `~/.local/share/likeness` on Linux,
    /// `~/Library/Application Support/Likeness` on macOS, `%LOCALAPPDATA%\Likeness` on Windows.
    ///
    /// @param environment the process's environment
    /// @param system the operating system, as the property `os.name` says it
    /// @param home the user's home folder
    public static DataFolder find(Path workingFolder, Map<String, String> environment, String system, Path home) {
        if (Files.isRegularFile(workingFolder.resolve(CONFIGURATION)) || isOurs(workingFolder.resolve(INDEX))) {
            return new DataFolder(Path.of(""));
        }
        return elsewhere(environment, system, home).getFirst();
    }

    /// The places that may be the data folder when the working folder is not: `LIKENESS_HOME` if there is one,
    /// and the system's place for the user's data.
    private static List<DataFolder> elsewhere(Map<String, String> environment, String system, Path home) {
        DataFolder usual = ofSystem(environment, system, home);
        Path named = folder(environment, VARIABLE);
        return named == null ? List.of(usual) : List.of(new DataFolder(named.toAbsolutePath()), usual);
    }

    private static DataFolder ofSystem(Map<String, String> environment, String system, Path home) {
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
        return find(Path.of("").toAbsolutePath(), environment, System.getProperty("os.name"), home(environment));
    }

    /// All places where galleries of this user may be, whichever of them is the data folder of this process.
    public static List<DataFolder> all(Map<String, String> environment) {
        return Stream.concat(
                        Stream.of(new DataFolder(Path.of(""))),
                        elsewhere(environment, System.getProperty("os.name"), home(environment)).stream())
                .toList();
    }

    private static Path home(Map<String, String> environment) {
        Path home = folder(environment, "HOME");
        return home == null ? Path.of(System.getProperty("user.home")) : home;
    }

    /// The names of the galleries in [#index()], in order; empty if it cannot be read.
    public List<String> galleries() {
        try (Stream<Path> entries = Files.list(index())) {
            return entries.filter(DataFolder::isGallery)
                    .map(entry -> String.valueOf(entry.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException _) {
            return List.of();
        }
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

    /// Whether a folder named `index` holds galleries, or did: that of a web site, one with only a page about
    /// it, and an empty one are none.
    private static boolean isOurs(Path index) {
        if (!Files.isDirectory(index)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(index)) {
            return entries.anyMatch(
                    entry -> OWN_FILES.contains(String.valueOf(entry.getFileName())) || isGallery(entry));
        } catch (IOException _) {
            return true; // Whatever is wrong with it is reported when it is opened.
        }
    }

    /// Whether a folder is a gallery, sound or damaged.
    private static boolean isGallery(Path folder) {
        if (!Files.isDirectory(folder) || String.valueOf(folder.getFileName()).startsWith(".")) {
            return false;
        }
        try (DirectoryStream<Path> generations = Files.newDirectoryStream(folder, "generation-*")) {
            return Files.exists(folder.resolve("CURRENT"))
                    || generations.iterator().hasNext();
        } catch (IOException _) {
            return true;
        }
    }
}
