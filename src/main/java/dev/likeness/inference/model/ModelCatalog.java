package dev.likeness.inference.model;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Remedy;
import dev.likeness.support.RegularFile;
import dev.likeness.support.TextLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The available models: the built-in manifests and the user's manifests, which are `*.yaml` files beside
/// their `.onnx` files in a model directory. Manifests are read once, when the catalogue is created, and
/// never written. A YAML file without any key of a manifest, such as a training configuration, is skipped.
///
/// The weights of a built-in model are searched in every model directory, in order; those of a user's model
/// must be beside its manifest. Directories are not searched recursively. A directory that does not exist
/// causes an error only when weights are missing.
public final class ModelCatalog {
    /// The resources under `models/`. They are listed here because a class path cannot be listed portably.
    private static final List<String> BUILT_IN = List.of(
            "likeness-detect.yaml",
            "likeness-mobile.yaml",
            "yunet.yaml",
            "mobilefacenet-128.yaml",
            "magface-iresnet18.yaml",
            "magface-iresnet50.yaml",
            "magface-iresnet100.yaml");

    /// Hashes of weight files. Hashing is slow, so it is done once per path, size and time of last
    /// modification.
    private static final Map<FileVersion, String> HASHES = new ConcurrentHashMap<>();

    private final List<Path> directories;
    private final Map<String, Entry> entries;

    private record FileVersion(Path path, long size, FileTime changed) {}

    /// A manifest of the catalogue.
    ///
    /// @param origin name of its file in messages
    /// @param directories directories that may contain its weights
    /// @param builtIn whether the weights are part of the program
    private record Entry(ModelManifest manifest, String origin, List<Path> directories, boolean builtIn) {}

    private ModelCatalog(List<Path> directories, Map<String, Entry> entries) {
        this.directories = directories;
        this.entries = entries;
    }

    /// Reads the built-in manifests and those in `directories`.
    ///
    /// @param directories model directories in search order; may be empty
    /// @throws LikenessException `MODEL_INVALID` if manifests have problems; the message lists all of them.
    ///     `ALREADY_EXISTS` if two manifests have the same id. `IO_FAILED` if a directory cannot be read
    public static ModelCatalog of(List<Path> directories) {
        List<Path> distinct = directories.stream()
                .map(directory -> directory.toAbsolutePath().normalize())
                .distinct()
                .toList();
        List<String> problems = new ArrayList<>();
        List<Entry> found = new ArrayList<>();
        for (String name : BUILT_IN) {
            String origin = "built-in " + name;
            read(origin, resource(name), problems)
                    .ifPresent(manifest -> found.add(
                            new Entry(manifest, origin, distinct, ModelWeights.BuiltIn.exists(manifest.file()))));
        }
        for (Path directory : distinct) {
            for (Path file : manifestsIn(directory)) {
                String origin = file.toString();
                read(origin, text(file), problems)
                        .ifPresent(manifest -> found.add(new Entry(manifest, origin, List.of(directory), false)));
            }
        }
        if (!problems.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.MODEL_INVALID,
                    "a model's manifest must be valid, got %s:\n%s"
                            .formatted(
                                    problems.size() == 1 ? "1 problem" : problems.size() + " problems",
                                    String.join("\n", problems)));
        }
        Map<String, Entry> byId = new LinkedHashMap<>();
        for (Entry entry : found) {
            Entry other = byId.putIfAbsent(entry.manifest.id(), entry);
            if (other != null) {
                throw new LikenessException(
                        ErrorCode.ALREADY_EXISTS,
                        "a model's id must be unique, got %s in both: %s and %s"
                                .formatted(entry.manifest.id(), other.origin, entry.origin));
            }
        }
        return new ModelCatalog(distinct, byId);
    }

    /// Checks that the id of a new model is free. If another manifest had the same id, the catalogue would
    /// reject both.
    ///
    /// @param directory directory of the new model. A manifest `ID.yaml` in it is a previous version of the
    ///     model and is allowed
    /// @param directories model directories
    /// @param setting name of the setting for the id, for the message
    /// @throws LikenessException `ALREADY_EXISTS` if the id is taken; the errors of [#of]
    public static void requireFreeId(String id, Path directory, List<Path> directories, String setting) {
        List<Path> all = new ArrayList<>(directories);
        all.add(directory);
        boolean isKnown =
                of(all).manifests().stream().anyMatch(manifest -> manifest.id().equals(id));
        if (isKnown && !Files.exists(directory.resolve(id + ".yaml"))) {
            throw new LikenessException(
                    ErrorCode.ALREADY_EXISTS,
                    "a model's id must be its own, got: %s, which another manifest has; choose one with %s"
                            .formatted(id, setting));
        }
    }

    /// The model directories, absolute, in the order in which they are searched.
    public List<Path> directories() {
        return directories;
    }

    /// All manifests: the built-in ones first, then the user's by directory and file name.
    public List<ModelManifest> manifests() {
        return entries.values().stream().map(Entry::manifest).toList();
    }

    /// The manifest with this id.
    ///
    /// @throws LikenessException `NOT_FOUND` if the catalogue has no such model; the message lists all ids
    public ModelManifest manifest(String id) {
        return entry(id).manifest;
    }

    /// The weights of a model. If the manifest has a hash, the hash of the file is verified.
    ///
    /// @throws LikenessException `NOT_FOUND` if the manifest is not in this catalogue; `MODEL_MISSING` if no
    ///     directory contains the file; `MODEL_INVALID` if the hash differs; `IO_FAILED` if the file cannot
    ///     be read
    public ModelWeights weights(ModelManifest manifest) {
        ModelFileStatus file = inspect(manifest);
        return switch (file.state()) {
            case BUILT_IN -> new ModelWeights.BuiltIn(manifest.file());
            case PRESENT -> new ModelWeights.OnDisk(file.path().orElseThrow());
            case MISSING ->
                throw new LikenessException(
                        ErrorCode.MODEL_MISSING,
                        "model %s needs the file %s; looked in: %s"
                                .formatted(manifest.id(), manifest.file(), searchedPaths(entry(manifest.id()))),
                        ErrorFacts.ofRemedies(new Remedy.InstallModel(manifest.id(), manifest.file())));
            case MODIFIED ->
                throw new LikenessException(
                        ErrorCode.MODEL_INVALID,
                        "model %s needs a file with sha256 %s, got: %s with %s. Replace it by the original, or give the changed one a manifest and an id of its own"
                                .formatted(
                                        manifest.id(),
                                        manifest.sha256().orElseThrow(),
                                        file.path().orElseThrow(),
                                        file.sha256().orElseThrow()));
        };
    }

    /// Finds the weights of a manifest, built in or on disk, and checks them. If several directories contain
    /// a file with the right name, the first with the right hash is used.
    ///
    /// @throws LikenessException `NOT_FOUND` if the manifest is not in this catalogue; `IO_FAILED` if a file
    ///     cannot be read
    public ModelFileStatus inspect(ModelManifest manifest) {
        if (entry(manifest.id()).builtIn) {
            return new ModelFileStatus(manifest, ModelFileStatus.State.BUILT_IN, Optional.empty(), manifest.sha256());
        }
        List<Path> candidates = entry(manifest.id()).directories.stream()
                .map(directory -> directory.resolve(manifest.file()))
                .filter(Files::isRegularFile)
                .toList();
        for (Path candidate : candidates) {
            String actual = sha256(candidate);
            if (manifest.sha256().map(actual::equals).orElse(true)) {
                return new ModelFileStatus(
                        manifest, ModelFileStatus.State.PRESENT, Optional.of(candidate), Optional.of(actual));
            }
        }
        return candidates.stream()
                .findFirst()
                .map(altered -> new ModelFileStatus(
                        manifest, ModelFileStatus.State.MODIFIED, Optional.of(altered), Optional.of(sha256(altered))))
                .orElseGet(() -> new ModelFileStatus(
                        manifest, ModelFileStatus.State.MISSING, Optional.empty(), Optional.empty()));
    }

    private Entry entry(String id) {
        Entry entry = entries.get(id);
        if (entry == null) {
            throw new LikenessException(
                    ErrorCode.NOT_FOUND,
                    "a model must be one of %s, got: %s".formatted(String.join(", ", entries.keySet()), id));
        }
        return entry;
    }

    private static String searchedPaths(Entry entry) {
        return entry.directories.isEmpty()
                ? "no directory, because none is configured"
                : entry.directories.stream()
                        .map(directory ->
                                Files.isDirectory(directory) ? directory.toString() : directory + " (does not exist)")
                        .collect(Collectors.joining(", "));
    }

    private static Optional<ModelManifest> read(String origin, String yaml, List<String> problems) {
        ManifestReader reader = new ManifestReader(origin);
        Optional<ModelManifest> manifest = reader.read(yaml);
        problems.addAll(reader.problems());
        return manifest;
    }

    private static String resource(String name) {
        try (InputStream stream = ModelCatalog.class.getResourceAsStream("models/" + name)) {
            if (stream == null) {
                throw new LikenessException(
                        ErrorCode.INTERNAL, "the built-in manifest is not on the class path: " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.INTERNAL, "cannot read the built-in manifest " + name, e);
        }
    }

    private static List<Path> manifestsIn(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".yaml"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(directory, e);
        }
    }

    private static String text(Path file) {
        try {
            return RegularFile.readString(file, TextLimits.MAX_YAML_BYTES);
        } catch (IOException e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED,
                    "a model's manifest must be readable, got: %s: %s".formatted(file, RegularFile.reason(e)),
                    e);
        }
    }

    private static String sha256(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            FileVersion version = new FileVersion(file, attributes.size(), attributes.lastModifiedTime());
            String known = HASHES.get(version);
            if (known != null) {
                return known;
            }
            String hash = RegularFile.sha256(file);
            HASHES.put(version, hash);
            return hash;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static LikenessException unreadable(Path path, Exception cause) {
        return new LikenessException(
                ErrorCode.IO_FAILED, "a model directory and its files must be readable, got: " + path, cause);
    }
}
