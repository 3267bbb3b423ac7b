package dev.likeness.api.auth;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.AtomicFile;
import dev.likeness.support.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// `keys.json`: reads it, and replaces it under a lock that holds between processes.
final class KeyFile {
    private static final String FILE = "keys.json";
    private static final String LOCK = "keys.lock";
    private static final int VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;

    private record Content(int version, List<ApiKey> keys) {}

    KeyFile(Path folder) {
        this.folder = folder;
    }

    /// All keys, oldest first; empty if there is no file.
    ///
    /// @throws LikenessException `IO_FAILED`; `INVALID_ARGUMENT` if the file is not a file of keys
    List<ApiKey> read() {
        Path file = folder.resolve(FILE);
        try {
            return JSON.readValue(Files.readString(file), Content.class).keys();
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot read the keys in " + file, e);
        } catch (JacksonException e) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "%s must be a file of API keys, got: %s".formatted(file, e.getOriginalMessage()),
                    e);
        }
    }

    /// Changes the list of keys.
    ///
    /// @throws LikenessException `IO_FAILED`
    synchronized void update(Consumer<List<ApiKey>> edit) {
        try {
            PrivateFiles.createFolder(folder);
            try (FileChannel channel = FileChannel.open(
                            folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                List<ApiKey> keys = new ArrayList<>(read());
                edit.accept(keys);
                byte[] content = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(new Content(VERSION, keys));
                AtomicFile.deleteUnfinished(folder.resolve(FILE));
                AtomicFile.write(folder.resolve(FILE), stream -> stream.write(content), PrivateFiles.ownerOnly(folder));
            }
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot write the keys in " + folder, e);
        }
    }

    /// A token that changes when another process replaces the file; empty if there is no file.
    String stamp() {
        try {
            Path file = folder.resolve(FILE);
            return Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException _) {
            return "";
        }
    }
}
