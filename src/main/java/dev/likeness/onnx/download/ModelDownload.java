package dev.likeness.onnx.download;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Remedy;
import dev.likeness.support.AtomicFile;
import dev.likeness.support.FileTrees;
import dev.likeness.support.ProcessLock;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// The files of a known model, from its makers or from files that the user has. They are collected in a
/// hidden folder of a model directory, where nothing counts as a model. A process that is killed leaves the
/// folder, and the next one goes on with it.
public final class ModelDownload implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final KnownModel model;
    private final Path folder;
    private final ProcessLock lock;

    private ModelDownload(KnownModel model, Path folder, ProcessLock lock) {
        this.model = model;
        this.folder = folder;
        this.lock = lock;
    }

    /// Begins, or goes on with what another process began.
    ///
    /// @param directory a model directory; created if it does not exist
    /// @throws LikenessException `IO_FAILED` if another process downloads this model into this directory
    public static ModelDownload in(Path directory, KnownModel model) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(".download-" + model.id()));
        ProcessLock lock = ProcessLock.take(folder.resolve("lock"))
                .orElseThrow(() -> new LikenessException(
                        ErrorCode.IO_FAILED,
                        "a model must be downloaded by one process at a time, got: another one that downloads %s into %s"
                                .formatted(model.id(), directory)));
        return new ModelDownload(model, folder, lock);
    }

    /// Downloads the files.
    ///
    /// @param mirror folder on another server that holds copies of the makers' files; empty for the makers'
    ///     server
    /// @return a path for each file; each has the pinned hash
    /// @throws LikenessException `SERVER_UNREACHABLE` if the server cannot be reached or breaks off;
    ///     `IO_FAILED` if it does not offer the file; `MODEL_INVALID` if it sends another one
    public Map<PinnedFile, Path> fetch(Optional<URI> mirror, DownloadListener listener) throws IOException {
        return fetch(mirror, PAUSE, listener);
    }

    Map<PinnedFile, Path> fetch(Optional<URI> mirror, Duration pause, DownloadListener listener) throws IOException {
        URI address = mirror.map(model::addressAt).orElse(model.address());
        Path offered = new Download(model, address, folder, pause, listener).run();
        return model.archive().isPresent() ? unpacked(offered) : Map.of(model.offered(), offered);
    }

    /// Takes the files that the user has: the makers' archive, or the models in it.
    ///
    /// @return a path for each file; each has the pinned hash
    /// @throws LikenessException `MODEL_INVALID` if a file has another hash; `INVALID_ARGUMENT` if files are
    ///     missing; `NOT_FOUND` if a path is not a file
    public Map<PinnedFile, Path> take(List<Path> files) throws IOException {
        Map<PinnedFile, Path> taken = new LinkedHashMap<>();
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new LikenessException(ErrorCode.NOT_FOUND, "no such file: " + file);
            }
            String sha256 = RegularFile.sha256(file);
            if (model.archive().map(PinnedFile::sha256).equals(Optional.of(sha256))) {
                taken.putAll(unpacked(file));
            } else {
                taken.put(known(file, sha256), file);
            }
        }
        List<String> missing = model.files().stream()
                .filter(file -> !taken.containsKey(file))
                .map(PinnedFile::name)
                .toList();
        if (!missing.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the files of %s must be complete, got none for: %s"
                            .formatted(model.id(), String.join(", ", missing)));
        }
        return taken;
    }

    private PinnedFile known(Path file, String sha256) {
        return model.files().stream()
                .filter(pinned -> pinned.sha256().equals(sha256))
                .findFirst()
                .orElseThrow(() -> new LikenessException(
                        ErrorCode.MODEL_INVALID,
                        "a file of %s must have the sha256 of %s, got: %s with %s"
                                .formatted(
                                        model.id(),
                                        Stream.concat(model.archive().stream(), model.files().stream())
                                                .map(pinned -> pinned.name() + " (" + pinned.sha256() + ")")
                                                .collect(Collectors.joining(" or ")),
                                        file,
                                        sha256),
                        ErrorFacts.ofRemedies(new Remedy.TakeModelFromFile(
                                model.id(), model.address().toString()))));
    }

    /// Unpacks the models of an archive whose hash is right. Nothing else in it is read, and no name in it
    /// becomes a path.
    private Map<PinnedFile, Path> unpacked(Path archive) throws IOException {
        Map<PinnedFile, Path> files = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (PinnedFile file : model.files()) {
                Path target = folder.resolve(file.name());
                ZipEntry entry = entry(zip, file);
                AtomicFile.write(target, stream -> {
                    try (InputStream content = zip.getInputStream(entry)) {
                        long left = file.bytes() + 1;
                        byte[] buffer = new byte[1 << 16];
                        for (int read = content.read(buffer); read >= 0 && left > 0; read = content.read(buffer)) {
                            stream.write(buffer, 0, (int) Math.min(read, left));
                            left -= read;
                        }
                    }
                });
                String sha256 = RegularFile.sha256(target);
                if (!sha256.equals(file.sha256())) {
                    Files.delete(target);
                    throw new LikenessException(
                            ErrorCode.MODEL_INVALID,
                            "%s in %s must have sha256 %s, got: %s"
                                    .formatted(file.name(), archive.getFileName(), file.sha256(), sha256));
                }
                files.put(file, target);
            }
        }
        return files;
    }

    /// The entry of a file, whose archive may have a folder around all files.
    private static ZipEntry entry(ZipFile zip, PinnedFile file) {
        List<ZipEntry> entries = new ArrayList<>(zip.stream()
                .filter(entry -> !entry.isDirectory())
                .filter(entry -> entry.getName()
                        .substring(entry.getName().lastIndexOf('/') + 1)
                        .equals(file.name()))
                .toList());
        if (entries.size() != 1) {
            throw new LikenessException(
                    ErrorCode.MODEL_INVALID,
                    "an archive must contain %s once, got: %d times in %s"
                            .formatted(file.name(), entries.size(), zip.getName()));
        }
        return entries.getFirst();
    }

    /// Deletes what was downloaded, after the models were imported.
    public void finish() throws IOException {
        close();
        FileTrees.delete(folder);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
