package dev.likeness.api.auth;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.AtomicFile;
import dev.likeness.support.PrivateFiles;
import dev.likeness.support.RegularFile;
import dev.likeness.support.TextLimits;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// `keys.json`: reads it, and replaces it under a lock that holds between processes. A marker in another
/// folder tells that the server has keys, so that a server that lost the file does not take itself for a new
/// one.
final class KeyFile {
    private static final String FILE = "keys.json";
    private static final String LOCK = "keys.lock";
    private static final int VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String MARKER_TEXT =
            "This server has API keys, in .server/keys.json. Without that file it" + " refuses all requests.\n";

    private final Path folder;
    private final Path marker;

    /// @param keyless whether the operator decided that the server needs no keys; null for no
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Content(
            int version, List<ApiKey> keys, @Nullable Boolean keyless) {}

    /// What is known of the keys.
    ///
    /// @param keys all keys, oldest first
    /// @param isKeyless whether the server needs no keys: it never had any, or its operator decided so
    record Stored(List<ApiKey> keys, boolean isKeyless) {}

    /// @param folder of the file
    /// @param marker in another folder
    KeyFile(Path folder, Path marker) {
        this.folder = folder;
        this.marker = marker;
    }

    Path path() {
        return folder.resolve(FILE);
    }

    /// All keys, oldest first; empty if there is no file.
    ///
    /// @throws LikenessException `IO_FAILED`; `INVALID_ARGUMENT` if the file is not a file of keys
    List<ApiKey> read() {
        return load().keys();
    }

    /// What is stored. A file without keys is that of a server that had some.
    ///
    /// @throws LikenessException `IO_FAILED`; `INVALID_ARGUMENT` if the file is not a file of keys
    Stored load() {
        Path file = path();
        try {
            @Nullable
            Content content =
                    TextLimits.json().readValue(RegularFile.readString(file, TextLimits.MAX_BYTES), Content.class);
            if (content == null || content.keys() == null) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT, "%s must be a file of API keys, got none".formatted(file));
            }
            return new Stored(content.keys(), content.keys().isEmpty() && Boolean.TRUE.equals(content.keyless()));
        } catch (NoSuchFileException _) {
            return new Stored(List.of(), !Files.exists(marker));
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot read the keys in " + file, e);
        } catch (JacksonException e) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "%s must be a file of API keys, got: %s".formatted(file, TextLimits.problem(e)),
                    e);
        }
    }

    /// Changes the list of keys. From now on the server has had keys.
    ///
    /// @throws LikenessException `IO_FAILED`
    void update(Consumer<List<ApiKey>> edit) {
        mark();
        replace(() -> {
            List<ApiKey> keys = new ArrayList<>(read());
            edit.accept(keys);
            return new Content(VERSION, keys, null);
        });
    }

    /// Removes all keys, and notes that the server needs none.
    ///
    /// @throws LikenessException `IO_FAILED`
    void makeKeyless() {
        replace(() -> new Content(VERSION, List.of(), true));
        try {
            Files.deleteIfExists(marker);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot delete " + marker, e);
        }
    }

    /// Notes beside the folder of the keys that the server has keys.
    ///
    /// @throws LikenessException `IO_FAILED`
    void mark() {
        try {
            if (!Files.exists(marker)) {
                Files.createDirectories(folder);
                AtomicFile.write(marker, MARKER_TEXT.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot write " + marker, e);
        }
    }

    private synchronized void replace(Supplier<Content> change) {
        try {
            PrivateFiles.createFolder(folder);
            try (FileChannel channel = FileChannel.open(
                            folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                byte[] content = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(change.get());
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
