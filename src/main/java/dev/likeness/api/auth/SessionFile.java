package dev.likeness.api.auth;

import dev.likeness.support.AtomicFile;
import dev.likeness.support.PrivateFiles;
import dev.likeness.support.RegularFile;
import dev.likeness.support.TextLimits;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// `.server/sessions.json`: the sessions of a server, so that a restart ends none. It shows no id that could be
/// used. A file that is lost or damaged ends all sessions, which costs each user one sign-in.
final class SessionFile {
    private static final String FILE = "sessions.json";
    private static final int VERSION = 1;
    private static final int MAX_BYTES = 16 << 20;
    private static final Logger LOG = LoggerFactory.getLogger(SessionFile.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;

    private record Content(int version, List<Stored> sessions) {}

    /// A session.
    ///
    /// @param idHash hash of the id, in hexadecimal
    /// @param key id of the key that began it
    /// @param keyFingerprint hash of all that is stored of the key, so that a changed key ends the session
    /// @param lastUsed as far as the file knows
    record Stored(String idHash, String key, String keyFingerprint, Instant expires, Instant lastUsed) {
        Stored {
            Objects.requireNonNull(idHash);
            Objects.requireNonNull(key);
            Objects.requireNonNull(keyFingerprint);
            Objects.requireNonNull(expires);
            Objects.requireNonNull(lastUsed);
        }
    }

    /// @param folder of the file, made if it is absent
    SessionFile(Path folder) {
        this.folder = folder;
    }

    /// All sessions; none if there is no file, or it cannot be read.
    List<Stored> read() {
        Path file = folder.resolve(FILE);
        try {
            @Nullable
            Content content = TextLimits.json().readValue(RegularFile.readString(file, MAX_BYTES), Content.class);
            return content == null || content.version() != VERSION || content.sessions() == null
                    ? List.of()
                    : content.sessions().stream().filter(Objects::nonNull).toList();
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException | JacksonException e) {
            LOG.warn("the sessions cannot be read, so everybody has to sign in again: {}", file, e);
            return List.of();
        }
    }

    /// Replaces the file. If that fails, a restart may end sessions, or bring back one that has ended.
    void write(List<Stored> sessions) {
        try {
            PrivateFiles.createFolder(folder);
            byte[] content = JSON.writeValueAsBytes(new Content(VERSION, sessions));
            AtomicFile.write(folder.resolve(FILE), stream -> stream.write(content), PrivateFiles.ownerOnly(folder));
        } catch (IOException e) {
            LOG.warn("the sessions cannot be stored", e);
        }
    }
}
