package dev.likeness.api.compreface;

import dev.likeness.api.Backend;
import dev.likeness.api.auth.Principal;
import dev.likeness.api.compreface.CompreFaceException.Reason;
import dev.likeness.api.http.Authenticator;
import dev.likeness.api.http.Call;

/// Authenticates by `x-api-key`. CompreFace's clients require a UUID; the server accepts any of its keys.
final class ServiceKey implements Authenticator {
    static final String HEADER = "x-api-key";

    private final Backend backend;

    ServiceKey(Backend backend) {
        this.backend = backend;
    }

    @Override
    public Principal authenticate(Call call) {
        if (backend.admitsWithoutKey()) {
            return Principal.LOCAL;
        }
        String key = call.header(HEADER)
                .orElseThrow(() -> new CompreFaceException(Reason.MISSING_HEADER, "Missing header: " + HEADER));
        return backend.keys()
                .findBearer(key)
                .orElseThrow(() -> new CompreFaceException(Reason.UNKNOWN_KEY, "the key is unknown"));
    }
}
