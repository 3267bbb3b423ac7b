package dev.likeness.api.http;

import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Principal;
import dev.likeness.api.auth.Sessions;
import dev.likeness.api.auth.Sessions.Session;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Authenticates by an API key in `Authorization: Bearer KEY` or `X-Api-Key: KEY`, or by the cookie of a
/// session that a key began. A server on loopback without keys gives every caller full access.
///
/// Browsers send cookies by themselves, even if a page of somebody else asks for it. So a change needs the
/// session's token in `X-CSRF-Token` too, which only pages of this server can read.
public final class KeyAuthenticator implements Authenticator {
    private static final String COOKIE = "likeness-session-";
    private static final String BEARER = "bearer ";
    private static final String CSRF_HEADER = "X-CSRF-Token";
    private static final Set<String> READING_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    private final KeyRing keys;
    private final Sessions sessions;
    private final BooleanSupplier admitsWithoutKey;

    /// @param admitsWithoutKey whether callers need no key at the moment
    public KeyAuthenticator(KeyRing keys, Sessions sessions, BooleanSupplier admitsWithoutKey) {
        this.keys = keys;
        this.sessions = sessions;
        this.admitsWithoutKey = admitsWithoutKey;
    }

    @Override
    public Principal authenticate(Call call) {
        return find(call)
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.UNAUTHENTICATED,
                        "a valid API key is required, as Authorization: Bearer or X-Api-Key, or a session"));
    }

    @Override
    public boolean stillAllows(Call call) {
        if (!requiresKey()) {
            return true;
        }
        Optional<String> key = presentedKey(call);
        Optional<Principal> caller = key.isPresent()
                ? key.flatMap(keys::findBearer)
                : sessionIds(call).stream()
                        .flatMap(id -> sessions.peek(id).stream())
                        .findFirst()
                        .map(Session::principal);
        return caller.filter(call.principal()::equals).isPresent();
    }

    /// Whether callers need a key.
    public boolean requiresKey() {
        return !admitsWithoutKey.getAsBoolean();
    }

    /// The caller; empty if the call has no valid key and no session.
    ///
    /// @throws ProblemException 403 `CSRF_TOKEN_INVALID` for a change by a session without its token
    public Optional<Principal> find(Call call) {
        if (!requiresKey()) {
            return Optional.of(Principal.LOCAL);
        }
        Optional<String> key = presentedKey(call);
        if (key.isPresent()) {
            return key.flatMap(keys::findBearer);
        }
        Optional<Session> session = session(call);
        if (session.isPresent()
                && !READING_METHODS.contains(call.method())
                && !call.header(CSRF_HEADER).map(session.get()::hasCsrfToken).orElse(false)) {
            throw new ProblemException(
                    ProblemCode.CSRF_TOKEN_INVALID,
                    "a change by a session needs the session's csrfToken in the header " + CSRF_HEADER);
        }
        return session.map(Session::principal);
    }

    /// The session of a call's cookie.
    public Optional<Session> session(Call call) {
        return sessionIds(call).stream()
                .flatMap(id -> sessions.find(id).stream())
                .findFirst();
    }

    /// The cookie that holds the id of a session. Browsers send a cookie to all ports of a host, so the name has the
    /// port
    /// at which the client reaches this server: another server on the same host has a session of its own.
    public static String cookieName(Call call) {
        return COOKIE + call.source().port();
    }

    /// The ids of sessions that a call has. Browsers may send several cookies of one name, for several paths.
    public static List<String> sessionIds(Call call) {
        return call.cookies(cookieName(call));
    }

    private static Optional<String> presentedKey(Call call) {
        return call.header("Authorization")
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip())
                .or(() -> call.header("X-Api-Key"));
    }
}
