package dev.likeness.api.http.audit;

import ch.qos.logback.core.ContextBase;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import ch.qos.logback.core.util.FileSize;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import dev.likeness.support.PrivateFiles;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who searched, changed or deleted what: a line of JSON a call, in `.server/audit.jsonl` beside
/// the galleries. It holds references and counts, never a name, a path, a vector or the id of a photo, so that
/// forgetting somebody needs no look in here: [AuditReferences] stand for photos and faces. A new file begins
/// each day and at a size; old ones are deleted after some days, or
/// when all of them together grow too large.
public final class AuditLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final String FILE = "audit.jsonl";
    private static final String PREVIOUS_FILE = "audit.%d{yyyy-MM-dd}.%i.jsonl";

    private final Path folder;
    private final long fileBytes;
    private final long totalBytes;
    private final int days;
    private final AuditReferences references;
    private final ContextBase context = new ContextBase();
    private RollingFileAppender<String> appender;

    /// What the appender said of its last failure; null after a success.
    private @Nullable Status failure;

    /// Opens the log in this folder, which is created if it does not exist.
    ///
    /// @param fileBytes size at which a new file begins
    /// @param totalBytes size of all files together above which the oldest are deleted
    /// @param days days after which a file is deleted
    public AuditLog(Path folder, long fileBytes, long totalBytes, int days) {
        this.folder = folder;
        this.fileBytes = fileBytes;
        this.totalBytes = totalBytes;
        this.days = days;
        try {
            if (!Files.exists(folder)) {
                PrivateFiles.createFolder(folder);
            }
            open(folder.resolve(FILE).toString()).close();
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot write the audit log " + folder.resolve(FILE), e);
        }
        references = AuditReferences.in(folder);
        context.setName("audit");
        context.getStatusManager().add((StatusListener) this::note);
        appender = newAppender();
    }

    /// A file that only its owner can read.
    private static OutputStream open(String file) throws IOException {
        Path path = Path.of(file);
        FileAttribute<?>[] attributes = PrivateFiles.ownerOnly(path);
        return Channels.newOutputStream(
                Files.newByteChannel(path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), attributes));
    }

    private RollingFileAppender<String> newAppender() {
        OwnersFileAppender opened = new OwnersFileAppender();
        opened.setContext(context);
        opened.setName("audit");
        opened.setFile(folder.resolve(FILE).toString());
        LineEncoder encoder = new LineEncoder();
        encoder.setContext(context);
        encoder.start();
        opened.setEncoder(encoder);
        SizeAndTimeBasedRollingPolicy<String> policy = new SizeAndTimeBasedRollingPolicy<>();
        policy.setContext(context);
        policy.setParent(opened);
        policy.setFileNamePattern(folder.resolve(PREVIOUS_FILE).toString());
        policy.setMaxFileSize(new FileSize(fileBytes));
        policy.setTotalSizeCap(new FileSize(totalBytes));
        policy.setMaxHistory(days);
        policy.setCleanHistoryOnStart(true);
        policy.start();
        opened.setRollingPolicy(policy);
        opened.start();
        return opened;
    }

    private void note(Status status) {
        if (status.getEffectiveLevel() >= Status.ERROR) {
            failure = status;
        }
    }

    /// Writes one line. A log that cannot be written must not stop the server; it says so in its
    /// own log.
    ///
    /// @param what counts, numbers, photos and faces
    public synchronized void write(
            String who,
            String source,
            String did,
            @Nullable String gallery,
            Map<String, Object> what,
            int status,
            String requestId) {
        Map<String, Object> details = new LinkedHashMap<>(what);
        details.replaceAll((_, detail) -> references.ofDetail(detail));
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        String line = AuditLine.of(now, who, source, did, gallery, details, status, requestId);
        if (failure != null) {
            // An appender that failed drops what comes next; a fresh one tries the file again.
            appender.stop();
            failure = null;
            appender = newAppender();
        }
        appender.doAppend(line);
        Status failed = failure;
        if (failed != null) {
            LOG.error(
                    "cannot write the audit log {}: {}: {}",
                    folder.resolve(FILE),
                    line,
                    failed.getMessage(),
                    failed.getThrowable());
        }
    }

    /// The lines about a photo and its faces in the log of this folder, oldest first.
    ///
    /// @throws LikenessException `IO_FAILED` if a file of the log or its key cannot be read
    public static List<String> find(Path folder, PhotoId photo) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        String reference = AuditReferences.in(folder).of(photo);
        try (Stream<Path> entries = Files.list(folder)) {
            List<String> found = new ArrayList<>();
            for (Path file : entries.filter(AuditLog::isLog).toList()) {
                for (String line : RegularFile.readString(file).lines().toList()) {
                    if (line.contains("\"" + reference + "\"") || line.contains("\"" + reference + "-")) {
                        found.add(line);
                    }
                }
            }
            // Lines begin with their time, which sorts as text.
            found.sort(Comparator.naturalOrder());
            return found;
        } catch (IOException | UncheckedIOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot read the audit log in " + folder, e);
        }
    }

    private static boolean isLog(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith("audit.") && name.endsWith(".jsonl");
    }

    @Override
    public synchronized void close() {
        appender.stop();
        context.stop();
    }

    /// Its files are their owner's alone, and a write that fails is an error at once: Logback's own stream would drop
    /// lines for a while.
    private static final class OwnersFileAppender extends RollingFileAppender<String> {
        @Override
        public void openFile(String file) throws IOException {
            setOutputStream(AuditLog.open(file));
        }
    }

    private static final class LineEncoder extends EncoderBase<String> {
        @Override
        public byte @Nullable [] headerBytes() {
            return null;
        }

        @Override
        public byte[] encode(String line) {
            return (line + "\n").getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte @Nullable [] footerBytes() {
            return null;
        }
    }
}
