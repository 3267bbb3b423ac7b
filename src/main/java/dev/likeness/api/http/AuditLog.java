package dev.likeness.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The audit log: which key searched, changed or deleted what. One line of JSON per request, in
/// `.server/audit.jsonl` beside the galleries. It contains ids and counts but no names, paths or vectors, so
/// the deletion of a person does not have to edit it.
public final class AuditLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final String FILE = "audit.jsonl";
    private static final String PREVIOUS_FILE = "audit.1.jsonl";
    private static final long MAX_FILE_BYTES = 64L << 20;

    private final Path file;
    private long size;

    /// One request. Components are keys of the JSON form.
    ///
    /// @param principal the key's id, or `local`
    /// @param operation the operation's name in the contract, such as `search`
    /// @param details ids and counts
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(
            Instant time,
            String principal,
            String operation,
            @Nullable String gallery,
            Map<String, Object> details,
            int status,
            String requestId) {}

    public AuditLog(Path folder) {
        this.file = folder.resolve(FILE);
        try {
            boolean posix = isPosix(folder);
            if (!Files.exists(folder)) {
                Files.createDirectories(folder);
                if (posix) {
                    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
                }
            }
            if (!Files.exists(file)) {
                Files.createFile(file);
                if (posix) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                }
            }
            size = Files.size(file);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot write the audit log " + file, e);
        }
    }

    private static boolean isPosix(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /// Writes one line. A failure is logged and does not fail the request.
    synchronized void write(
            String principal,
            String operation,
            @Nullable String gallery,
            Map<String, Object> details,
            int status,
            String requestId) {
        String line = Json.line(new Entry(
                        Instant.now().truncatedTo(ChronoUnit.MILLIS),
                        principal,
                        operation,
                        gallery,
                        details,
                        status,
                        requestId))
                + "\n";
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        try {
            if (size + bytes.length > MAX_FILE_BYTES) {
                Files.move(file, file.resolveSibling(PREVIOUS_FILE), StandardCopyOption.REPLACE_EXISTING);
                size = 0;
            }
            Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            size += bytes.length;
        } catch (IOException e) {
            LOG.error("cannot write the audit log {}: {}", file, line.strip(), e);
        }
    }

    @Override
    public void close() {}
}
