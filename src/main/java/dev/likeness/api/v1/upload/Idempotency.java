package dev.likeness.api.v1.upload;

import dev.likeness.api.Backend;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.body.Upload;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.api.retry.RepeatedRequests;
import dev.likeness.face.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/// A request that is sent again under the same `Idempotency-Key` is not done again, but answered as before: for a
/// day, and after a restart of the server too, as long as the gallery is not deleted. After that, a photo's
/// bytes still tell that it is there already.
final class Idempotency {
    private final Backend backend;

    Idempotency(Backend backend) {
        this.backend = backend;
    }

    @FunctionalInterface
    interface Work {
        Reply.Json run() throws IOException;
    }

    Reply once(Call call, String gallery, Work work) throws IOException {
        Optional<String> key = call.header("Idempotency-Key");
        if (key.isEmpty()) {
            return work.run();
        }
        if (key.get().isBlank() || key.get().length() > 255) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT, "an Idempotency-Key must have 1 to 255 characters");
        }
        String name = String.join(" ", "v1", call.principal().id(), key.get());
        return switch (backend.repeatedRequests()
                .once(
                        name,
                        fingerprint(call),
                        backend.incarnation(gallery),
                        () -> work.run().toBytes())) {
            case RepeatedRequests.First(Reply.Bytes reply) -> reply;
            case RepeatedRequests.Repeated(Reply.Bytes reply) -> reply.withHeader("Idempotent-Replayed", "true");
            case RepeatedRequests.Different() ->
                throw new ProblemException(
                        ProblemCode.IDEMPOTENCY_CONFLICT, "this Idempotency-Key was used for another request");
            case RepeatedRequests.InFlight() ->
                throw new ProblemException(
                        ProblemCode.IDEMPOTENCY_CONFLICT,
                        "the first request of this Idempotency-Key is being worked on");
        };
    }

    private static String fingerprint(Call call) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        digest.update((call.method() + " " + call.uri() + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(call.body());
        for (Upload upload : call.uploads()) {
            digest.update((upload.part() + "\n" + upload.fileName() + "\n").getBytes(StandardCharsets.UTF_8));
            try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                Files.copy(upload.file(), out);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
