package dev.likeness.api.rekognition;

import dev.likeness.api.Backend;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Reply;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.retry.RepeatedRequests;
import dev.likeness.face.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `ClientRequestToken`: a change that is sent again under the same token, because its answer was lost, is
/// not done again but answered as before. SDKs make a token for each call by themselves.
final class ClientRequestTokens {
    private final Backend backend;

    ClientRequestTokens(Backend backend) {
        this.backend = backend;
    }

    /// Does the work of an operation once, and returns its result or the reply of the first time.
    ///
    /// @throws AwsException `IdempotentParameterMismatchException` if the token was another request's,
    ///     `ConflictException` if that request is still being worked on
    Object once(Call call, CollectionId collection, String operation, @Nullable String token, Supplier<Object> work) {
        if (token == null) {
            return work.get();
        }
        if (!token.matches("[a-zA-Z0-9_-]{1,64}")) {
            throw AwsException.invalid("ClientRequestToken must have 1 to 64 letters, digits, underscores or hyphens");
        }
        String key = String.join(" ", "rekognition", call.principal().id(), operation, token);
        String fingerprint = Sha256.hex(call.bodyText().getBytes(StandardCharsets.UTF_8));
        String incarnation = backend.incarnation(collection.gallery());
        return switch (backend.repeatedRequests()
                .once(key, fingerprint, incarnation, () -> AwsJson.reply(200, work.get()))) {
            case RepeatedRequests.First(Reply.Bytes answer) -> answer;
            case RepeatedRequests.Repeated(Reply.Bytes answer) -> answer;
            case RepeatedRequests.Different() ->
                throw new AwsException(
                        ProblemCode.INVALID_ARGUMENT,
                        "IdempotentParameterMismatchException",
                        "a ClientRequestToken must not be used for two different requests");
            case RepeatedRequests.InFlight() ->
                throw new AwsException(
                        ProblemCode.IDEMPOTENCY_CONFLICT,
                        "ConflictException",
                        "the first request of this ClientRequestToken is being worked on");
        };
    }
}
