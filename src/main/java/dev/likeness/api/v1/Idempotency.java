package dev.likeness.api.v1;

import dev.likeness.api.http.Call;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Upload;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request that is sent again under the same `Idempotency-Key` is not done again, but answered as
/// before. Answers are remembered as long as the process lives; after that, a photo's bytes still
/// tell that it is there already.
final class Idempotency {
    private static final int MAX_ENTRIES = 10_000;

    private final Map<String, Entry> entries = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Idempotency.Entry> eldest) {
            return size() > MAX_ENTRIES;
        }
    };

    /// @param reply null while the first request is being worked on
    private record Entry(String fingerprint, @Nullable Reply reply) {}

    @FunctionalInterface
    interface Work {
        Reply run() throws IOException;
    }

    Reply once(Call call, Work work) throws IOException {
        Optional<String> key = call.header("Idempotency-Key");
        if (key.isEmpty()) {
            return work.run();
        }
        if (key.get().isBlank() || key.get().length() > 255) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT, "an Idempotency-Key must have 1 to 255 characters");
        }
        String name = call.principal().id() + " " + key.get();
        String fingerprint = fingerprint(call);
        synchronized (entries) {
            Entry before = entries.get(name);
            if (before != null) {
                return replay(before, fingerprint);
            }
            entries.put(name, new Entry(fingerprint, null));
        }
        Reply reply = null;
        try {
            reply = work.run();
            return reply;
        } finally {
            synchronized (entries) {
                // What failed may be tried again.
                if (reply == null) {
                    entries.remove(name);
                } else {
                    entries.put(name, new Entry(fingerprint, reply));
                }
            }
        }
    }

    private static Reply replay(Entry before, String fingerprint) {
        if (!before.fingerprint().equals(fingerprint)) {
            throw new ProblemException(
                    ProblemCode.IDEMPOTENCY_CONFLICT, "this Idempotency-Key was used for another request");
        }
        if (before.reply() == null) {
            throw new ProblemException(
                    ProblemCode.IDEMPOTENCY_CONFLICT, "the first request of this Idempotency-Key is being worked on");
        }
        return before.reply().withHeader("Idempotent-Replayed", "true");
    }

    private static String fingerprint(Call call) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((call.method() + " " + call.uri() + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(call.body());
            for (Upload upload : call.uploads()) {
                digest.update((upload.part() + "\n" + upload.fileName() + "\n").getBytes(StandardCharsets.UTF_8));
                try (InputStream in = new DigestInputStream(Files.newInputStream(upload.file()), digest)) {
                    in.transferTo(java.io.OutputStream.nullOutputStream());
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
