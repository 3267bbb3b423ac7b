package dev.likeness.inference.model;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Remedy;
import dev.likeness.face.Sha256;
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

/// The models there are: the built-in manifests, and a user's own that lie as `*.yaml` beside their `.onnx` in a model
/// directory. Manifests are read once, when the catalogue is made, and never written. A mapping without any of a
/// manifest's keys, such as a training's configuration, is passed over.
///
/// A built-in model's weights are looked up in every model directory, in order; a user's lie beside the manifest.
/// Directories are not searched recursively, and one that does not exist is no error until weights are missed.
public final class ModelCatalog {
    /// The resources under `models/`: a class path cannot be listed portably.
    private static final List<String> BUILT_IN = List.of(
            "likeness-detect.yaml",
            "likeness-mobile.yaml",
            "yunet.yaml",
            "mobilefacenet-128.yaml",
            "magface-iresnet18.yaml",
            "magface-iresnet50.yaml",
            "magface-iresnet100.yaml");

    /// Hashing a file takes a while, so it is done once for each path, size and time of last change.
    private static final Map<FileVersion, String> HASHES = new ConcurrentHashMap<>();

    private final List<Path> directories;
    private final Map<String, Entry> entries;

    private record FileVersion(Path path, long size, FileTime changed) {}

    /// A manifest, what to call its file in messages, and where its weights may lie.
    ///
    /// @param builtIn whether they are part of the program
    private record Entry(ModelManifest manifest, String origin, List<Path> directories, boolean builtIn) {}

    private ModelCatalog(List<Path> directories, Map<String, Entry> entries) {
        this.directories = directories;
        this.entries = entries;
    }

    /// Reads the built-in manifests and those in `directories`.
    ///
    /// @param directories where models lie, first come, first served; may be empty
    /// @throws LikenessException `MODEL_INVALID` if manifests have problems, all of them in one message;
    ///     `ALREADY_EXISTS` if two manifests have one id; `IO_FAILED` if a directory cannot be read
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
                    "a model's manifest must keep its rules, got %s:\n%s"
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
                        "a model's id must be its own, got %s in both: %s and %s"
                                .formatted(entry.manifest.id(), other.origin, entry.origin));
            }
        }
        return new ModelCatalog(distinct, byId);
    }

    /// Refuses an id for a model that is about to be made: one that a manifest elsewhere has already would
    /// make the catalogue refuse both.
    ///
    /// @param directory where the model will lie; one of that id there is its predecessor, `ID.yaml`
    /// @param directories where models lie
    /// @param setting with which another id is chosen, for the message
    /// @throws LikenessException `ALREADY_EXISTS` if the id is taken; what [#of] throws
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

    /// The manifest of that id.
    ///
    /// @throws LikenessException `NOT_FOUND` if there is none; the message lists those there are
    public ModelManifest manifest(String id) {
        return entry(id).manifest;
    }

    /// The model's weights, the hash of a file checked where the manifest names one.
    ///
    /// @throws LikenessException `NOT_FOUND` if the manifest is not of this catalogue; `MODEL_MISSING` if no
    ///     directory holds the file; `MODEL_INVALID` if its hash is another; `IO_FAILED` if it cannot be read
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

    /// Which weights there are for a manifest: those that are built in, or what lies on disk. Where several directories
    /// hold a file of the right name, the first with the
    /// right hash counts.
    ///
    /// @throws LikenessException `NOT_FOUND` if the manifest is not of this catalogue; `IO_FAILED` if a file cannot
    ///     be read
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
                ? "no directory, for none is configured"
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
            return Files.readString(file);
        } catch (IOException e) {
            throw unreadable(file, e);
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
            String hash = Sha256.hex(file);
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
