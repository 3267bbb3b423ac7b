package dev.likeness.api.auth;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is stored of an API key: never the key itself. Components are keys of the JSON form.
///
/// @param id for people and the audit log; not secret
/// @param name free text of 1 to 100 characters
/// @param galleries those the key may access; empty for all
/// @param sha256 hexadecimal hash of a bearer key; null for AWS
/// @param accessKeyId of AWS; null otherwise
/// @param sealedSecret of AWS: nonce and ciphertext in base64, see [SecretCipher]; null otherwise
/// @param requestsPerSecond rate limit; 0 for the server's own
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApiKey(
        String id,
        String name,
        ApiKeyKind kind,
        Scope scope,
        List<String> galleries,
        Instant created,
        @Nullable String sha256,
        @Nullable String accessKeyId,
        @Nullable String sealedSecret,
        int requestsPerSecond) {
    public ApiKey {
        galleries = List.copyOf(galleries);
    }

    /// A copy to show to users.
    public ApiKey withoutSecrets() {
        return new ApiKey(id, name, kind, scope, galleries, created, null, accessKeyId, null, requestsPerSecond);
    }

    Principal principal() {
        return new Principal(id, name, scope, Set.copyOf(galleries), requestsPerSecond);
    }
}
