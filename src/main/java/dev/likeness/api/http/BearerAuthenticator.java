package dev.likeness.api.http;

import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Principal;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import java.util.Optional;

/// `Authorization: Bearer KEY` or `X-Api-Key: KEY`. Without any key on the ring, everybody who
/// reaches a server that is bound to loopback may do anything.
public final class BearerAuthenticator implements Authenticator {
    private static final String BEARER = "bearer ";

    private final KeyRing keys;
    private final boolean loopback;

    public BearerAuthenticator(KeyRing keys, boolean loopback) {
        this.keys = keys;
        this.loopback = loopback;
    }

    @Override
    public Principal authenticate(Call call) {
        if (keys.isEmpty() && loopback) {
            return Principal.LOCAL;
        }
        return presentedKey(call)
                .flatMap(keys::findBearer)
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.UNAUTHENTICATED,
                        "this call needs a key that the server knows, as Authorization: Bearer or X-Api-Key"));
    }

    private static Optional<String> presentedKey(Call call) {
        return call.header("Authorization")
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip())
                .or(() -> call.header("X-Api-Key"));
    }
}
