package dev.likeness.api.compreface;

import dev.likeness.api.Backend;
import dev.likeness.api.auth.Principal;
import dev.likeness.api.compreface.CompreFaceException.Reason;
import dev.likeness.api.http.Authenticator;
import dev.likeness.api.http.Call;

/// Authenticates by the key in the path of `/api/v1/static/{api_key}/…`, because a page's image has no
/// headers.
final class PathKey implements Authenticator {
    static final String STATIC = "/api/v1/static/:key";

    private final Backend backend;

    PathKey(Backend backend) {
        this.backend = backend;
    }

    @Override
    public Principal authenticate(Call call) {
        if (backend.admitsWithoutKey()) {
            return Principal.LOCAL;
        }
        return backend.keys()
                .findBearer(call.parameter("key"))
                .orElseThrow(() -> new CompreFaceException(Reason.UNKNOWN_KEY, "the key is unknown"));
    }
}
