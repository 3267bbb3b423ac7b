package dev.likeness.api.retry;

import dev.likeness.api.http.Reply;
import dev.likeness.face.Sha256;
import dev.likeness.support.AtomicFile;
import dev.likeness.support.PrivateFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The answers of requests that may be sent again, one file each, for a day and at most 10,000 of them. They
/// belong to one server.
///
/// An answer may name people and photos, and what is deleted must not stay in a file. So it is encrypted
/// (AES-256-GCM) under the key that the client chose for its request, which is stored nowhere: only who sends
/// the request again can read its answer.
public final class AnswerFiles {
    static final Duration MAX_AGE = Duration.ofDays(1);

    /// A file system may round times.
    private static final Duration MAX_SKEW = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(AnswerFiles.class);
    private static final int MAX_FILES = 10_000;
    private static final long MAX_BYTES = 256L << 20;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String SUFFIX = ".answer";

    private final Path folder;
    private final int maxFiles;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    /// An answer.
    ///
    /// @param fingerprint of its request
    /// @param gallery in which the request was done; another one after its deletion, even of the same name
    public record Answer(String fingerprint, String gallery, Reply.Bytes reply) {}

    private record StoredFile(Path path, Instant changed, long size) {}

    /// @param folder made if it is absent; what is too old in it is deleted
    public AnswerFiles(Path folder) {
        this(folder, MAX_FILES, InstantSource.system());
    }

    AnswerFiles(Path folder, int maxFiles, InstantSource clock) {
        this.folder = folder;
        this.maxFiles = maxFiles;
        this.clock = clock;
        prune();
    }

    /// The answer under a key; empty if there is none, or it cannot be read.
    Optional<Answer> find(String key) {
        Path file = file(key);
        try {
            if (Files.getLastModifiedTime(file).toInstant().isBefore(oldest())) {
                return Optional.empty();
            }
            byte[] sealed = Files.readAllBytes(file);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, file, sealed);
            return Optional.of(decode(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            LOG.warn("the answer of an earlier request cannot be read: {}", file, e);
            return Optional.empty();
        }
    }

    /// Stores an answer. If it cannot be stored, the request is new when it comes again.
    void store(String key, Answer answer) {
        Path file = file(key);
        try {
            PrivateFiles.createFolder(folder);
            byte[] nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, file, nonce).doFinal(encode(answer));
            AtomicFile.write(
                    file,
                    stream -> {
                        stream.write(nonce);
                        stream.write(sealed);
                    },
                    PrivateFiles.ownerOnly(folder));
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
            if (files.incrementAndGet() > maxFiles || bytes.addAndGet(sealed.length) > MAX_BYTES) {
                prune();
            }
        } catch (IOException | GeneralSecurityException e) {
            LOG.warn("an answer cannot be stored; its request is not recognised if it comes again", e);
        }
    }

    /// Deletes what is older than a day, and the oldest if there are too many. A file of the future, stored
    /// before the clock was set back, is as one of now.
    synchronized void prune() {
        List<StoredFile> newestFirst = new ArrayList<>(list());
        newestFirst.sort(Comparator.comparing(StoredFile::changed).reversed());
        // Some room, so that not every further answer looks at all files.
        int most = newestFirst.size() > maxFiles ? maxFiles - maxFiles / 10 : maxFiles;
        long keptFiles = 0;
        long keptBytes = 0;
        for (StoredFile file : newestFirst) {
            boolean fits = keptFiles < most && keptBytes + file.size() <= MAX_BYTES;
            if (fits && file.changed().isAfter(oldest()) && isAnswer(file.path())) {
                keptFiles++;
                keptBytes += file.size();
            } else {
                delete(file.path());
            }
        }
        files.set(keptFiles);
        bytes.set(keptBytes);
    }

    private static boolean isAnswer(Path file) {
        return file.toString().endsWith(SUFFIX);
    }

    private List<StoredFile> list() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<StoredFile> files = new ArrayList<>();
            for (Path entry : entries.filter(Files::isRegularFile).toList()) {
                Instant changed = Files.getLastModifiedTime(entry).toInstant();
                if (changed.isAfter(clock.instant().plus(MAX_SKEW))) {
                    changed = clock.instant();
                    Files.setLastModifiedTime(entry, FileTime.from(changed));
                }
                // A file that is being written now is not finished yet; an old one is of a process that was killed.
                if (isAnswer(entry) || changed.isBefore(clock.instant().minus(Duration.ofHours(1)))) {
                    files.add(new StoredFile(entry, changed, Files.size(entry)));
                }
            }
            return files;
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("the answers of earlier requests cannot be listed: {}", folder, e);
            return List.of();
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("cannot delete {}", file, e);
        }
    }

    private Instant oldest() {
        return clock.instant().minus(MAX_AGE);
    }

    private Path file(String key) {
        return folder.resolve(HexFormat.of().formatHex(digest("name", key)) + SUFFIX);
    }

    private static byte[] digest(String purpose, String key) {
        return Sha256.of(("answer " + purpose + "\n" + key).getBytes(StandardCharsets.UTF_8));
    }

    private static Cipher cipher(int mode, String key, Path file, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode,
                new SecretKeySpec(digest("key", key), "AES"),
                new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE_BYTES));
        cipher.updateAAD(String.valueOf(file.getFileName()).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] encode(Answer answer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        Reply.Bytes reply = answer.reply();
        out.writeUTF(answer.fingerprint());
        out.writeUTF(answer.gallery());
        out.writeInt(reply.status());
        out.writeUTF(reply.type());
        out.writeInt(reply.headers().size());
        for (Map.Entry<String, String> header : reply.headers().entrySet()) {
            out.writeUTF(header.getKey());
            out.writeUTF(header.getValue());
        }
        out.write(reply.body());
        return bytes.toByteArray();
    }

    private static Answer decode(byte[] plain) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(plain));
        String fingerprint = in.readUTF();
        String gallery = in.readUTF();
        int status = in.readInt();
        String type = in.readUTF();
        Map<String, String> headers = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            headers.put(in.readUTF(), in.readUTF());
        }
        return new Answer(fingerprint, gallery, new Reply.Bytes(status, in.readAllBytes(), type, headers));
    }
}
