package dev.likeness.api.rekognition;

import dev.likeness.api.http.Call;
import dev.likeness.api.problem.ProblemCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `ClientRequestToken`: a change that is sent again under the same token, because its answer was lost, is
/// not done again but answered as before. SDKs make a token for each call by themselves.
final class ClientRequestTokens {
    private static final int MAX_ENTRIES = 10_000;

    private final Map<String, Entry> entries = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ClientRequestTokens.Entry> eldest) {
            return size() > MAX_ENTRIES;
        }
    };

    private record Entry(String request, Object answer) {}

    /// @throws AwsException `IdempotentParameterMismatchException` if the token was another request's
    Object once(Call call, String operation, @Nullable String token, Supplier<Object> work) {
        if (token == null) {
            return work.get();
        }
        if (!token.matches("[a-zA-Z0-9_-]{1,64}")) {
            throw AwsException.invalid("ClientRequestToken must have 1 to 64 letters, digits, underscores or hyphens");
        }
        String key = String.join(" ", call.principal().id(), operation, token);
        synchronized (entries) {
            Entry before = entries.get(key);
            if (before != null) {
                if (!before.request().equals(call.bodyText())) {
                    throw new AwsException(
                            ProblemCode.INVALID_ARGUMENT,
                            "IdempotentParameterMismatchException",
                            "a ClientRequestToken must not be used for two different requests");
                }
                return before.answer();
            }
        }
        Object answer = work.get();
        synchronized (entries) {
            entries.put(key, new Entry(call.bodyText(), answer));
        }
        return answer;
    }
}
