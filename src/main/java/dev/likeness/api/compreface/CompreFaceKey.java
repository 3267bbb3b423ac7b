package dev.likeness.api.compreface;

import dev.likeness.api.Backend;
import dev.likeness.api.auth.Principal;
import dev.likeness.api.compreface.CompreFaceException.Reason;
import dev.likeness.api.http.Authenticator;
import dev.likeness.api.http.Call;
import java.util.function.Function;

/// Authenticates by the key of a call. CompreFace's clients require a UUID; the server accepts any of its keys.
final class CompreFaceKey implements Authenticator {
    private static final String HEADER = "x-api-key";
    private static final String PARAMETER = "key";

    /// The images of faces, whose key is in the path, because the image of a web page has no headers.
    static final String STATIC = "/api/v1/static/:" + PARAMETER;

    private final Backend backend;
    private final Function<Call, String> presented;

    private CompreFaceKey(Backend backend, Function<Call, String> presented) {
        this.backend = backend;
        this.presented = presented;
    }

    /// The key in the header `x-api-key`.
    static CompreFaceKey inHeader(Backend backend) {
        return new CompreFaceKey(
                backend,
                call -> call.header(HEADER)
                        .orElseThrow(
                                () -> new CompreFaceException(Reason.MISSING_HEADER, "Missing header: " + HEADER)));
    }

    /// The key in a path below [#STATIC].
    static CompreFaceKey inPath(Backend backend) {
        return new CompreFaceKey(backend, call -> call.parameter(PARAMETER));
    }

    @Override
    public Principal authenticate(Call call) {
        if (backend.admitsWithoutKey()) {
            return Principal.LOCAL;
        }
        return backend.keys()
                .findBearer(presented.apply(call))
                .orElseThrow(() -> new CompreFaceException(Reason.UNKNOWN_KEY, "the key is unknown"));
    }
}
