package dev.likeness.api.http;

import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Principal;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import java.util.Optional;

/// Authenticates by `Authorization: Bearer KEY` or `X-Api-Key: KEY`. A server on loopback without keys gives
/// every caller full access.
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
                        "a valid API key is required, as Authorization: Bearer or X-Api-Key"));
    }

    private static Optional<String> presentedKey(Call call) {
        return call.header("Authorization")
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip())
                .or(() -> call.header("X-Api-Key"));
    }
}
