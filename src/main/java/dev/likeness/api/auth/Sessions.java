package dev.likeness.api.auth;

import dev.likeness.face.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Who has signed in with a browser. A session stands for an API key, so that the browser need not store the key. It
/// ends when it is not used for some time, when it is old, or when its key is revoked or changed.
///
/// Sessions lie in memory only, under the hash of their id: a restart of the server ends all of them, and no file and
/// no dump of a table shows an id that could be used.
public final class Sessions {
    private static final int MAX_SESSIONS = 10_000;
    private static final int RANDOM_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyRing keys;
    private final Duration idleTimeout;
    private final Duration lifetime;
    private final InstantSource clock;
    private final ConcurrentMap<String, State> byHash = new ConcurrentHashMap<>();

    /// One session.
    ///
    /// @param csrfToken what a page sends along with every change, to show that it is a page of this server
    /// @param expires when the session ends, however much it is used
    public record Session(Principal principal, String csrfToken, Instant expires) {
        /// Whether this is the session's CSRF token. Takes the same time for every token.
        public boolean hasCsrfToken(String presented) {
            return MessageDigest.isEqual(
                    csrfToken.getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
        }
    }

    /// A session just begun. The id is stored nowhere else.
    public record NewSession(String id, Session session) {}

    /// A session with the key that began it.
    private record State(Session session, ApiKey key, Instant lastUsed) {}

    public Sessions(KeyRing keys, Duration idleTimeout, Duration lifetime) {
        this(keys, idleTimeout, lifetime, InstantSource.system());
    }

    Sessions(KeyRing keys, Duration idleTimeout, Duration lifetime, InstantSource clock) {
        this.keys = keys;
        this.idleTimeout = idleTimeout;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /// How long a session lasts at most.
    public Duration lifetime() {
        return lifetime;
    }

    /// Begins a session; empty if there is no such key. Its id is always a new one.
    public Optional<NewSession> begin(String bearer) {
        return keys.findKey(bearer).map(key -> {
            removeEnded();
            Instant now = clock.instant();
            String id = random();
            Session session = new Session(key.principal(), random(), now.plus(lifetime));
            byHash.put(hash(id), new State(session, key, now));
            return new NewSession(id, session);
        });
    }

    /// The session of an id, which is then in use; empty if it ended or never began.
    public Optional<Session> find(String id) {
        Instant now = clock.instant();
        State state = byHash.computeIfPresent(
                hash(id), (_, found) -> isAlive(found, now) ? new State(found.session(), found.key(), now) : null);
        return Optional.ofNullable(state).map(State::session);
    }

    /// The session of an id; empty if it ended or never began. Unlike [#find], this does not count as a use of it.
    public Optional<Session> peek(String id) {
        Instant now = clock.instant();
        return Optional.ofNullable(byHash.get(hash(id)))
                .filter(state -> isAlive(state, now))
                .map(State::session);
    }

    /// Ends a session, if there is one of this id.
    public void end(String id) {
        byHash.remove(hash(id));
    }

    private boolean isAlive(State state, Instant now) {
        return now.isBefore(state.session().expires())
                && now.isBefore(state.lastUsed().plus(idleTimeout))
                && keys.contains(state.key());
    }

    private void removeEnded() {
        Instant now = clock.instant();
        byHash.values().removeIf(state -> !isAlive(state, now));
        while (byHash.size() >= MAX_SESSIONS) {
            byHash.entrySet().stream()
                    .min(Comparator.comparing(entry -> entry.getValue().lastUsed()))
                    .map(Map.Entry::getKey)
                    .ifPresent(byHash::remove);
        }
    }

    private static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String hash(String id) {
        return Sha256.hex(id.getBytes(StandardCharsets.UTF_8));
    }
}
