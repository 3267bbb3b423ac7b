package dev.likeness.api.auth;

import dev.likeness.face.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

/// Who has signed in with a browser. A session stands for an API key, so that the browser need not store the
/// key. It ends when it is not used for some time, when it is old, or when its key is revoked or changed.
///
/// Sessions lie under the hash of their id, in memory and in [SessionFile], so that a restart ends none and
/// nothing that is stored shows an id that could be used.
public final class Sessions {
    private static final int MAX_SESSIONS = 10_000;
    private static final int RANDOM_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyRing keys;
    private final Duration idleTimeout;
    private final Duration lifetime;
    private final InstantSource clock;
    private final SessionFile file;
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

    /// What is known of a session.
    ///
    /// @param key that began it
    private record State(ApiKey key, Instant expires, Instant lastUsed) {
        Session session(String id) {
            return new Session(key.principal(), csrfToken(id), expires);
        }
    }

    /// @param folder in which the sessions are stored
    public Sessions(KeyRing keys, Path folder, Duration idleTimeout, Duration lifetime) {
        this(keys, folder, idleTimeout, lifetime, InstantSource.system());
    }

    Sessions(KeyRing keys, Path folder, Duration idleTimeout, Duration lifetime, InstantSource clock) {
        this.keys = keys;
        this.idleTimeout = idleTimeout;
        this.lifetime = lifetime;
        this.clock = clock;
        this.file = new SessionFile(folder);
        load();
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
            State state = new State(key, now.plus(lifetime), now);
            byHash.put(hash(id), state);
            store();
            return new NewSession(id, state.session(id));
        });
    }

    /// The session of an id, which is then in use; empty if it ended or never began.
    public Optional<Session> find(String id) {
        Instant now = clock.instant();
        State state = byHash.computeIfPresent(hash(id), (_, found) -> {
            State bounded = bounded(found, now);
            return isAlive(bounded, now) ? new State(found.key(), bounded.expires(), now) : null;
        });
        return Optional.ofNullable(state).map(found -> found.session(id));
    }

    /// The session of an id; empty if it ended or never began. Unlike [#find], this does not count as a use
    /// of it.
    public Optional<Session> peek(String id) {
        Instant now = clock.instant();
        return Optional.ofNullable(byHash.get(hash(id)))
                .map(state -> bounded(state, now))
                .filter(state -> isAlive(state, now))
                .map(state -> state.session(id));
    }

    /// Ends a session, if there is one of this id.
    public void end(String id) {
        if (byHash.remove(hash(id)) != null) {
            store();
        }
    }

    /// Forgets the sessions that have ended, and stores when the others were used.
    public void save() {
        removeEnded();
        store();
    }

    private void load() {
        Instant now = clock.instant();
        for (SessionFile.Stored stored : file.read()) {
            keys.bearerKeys().stream()
                    .filter(key ->
                            key.id().equals(stored.key()) && fingerprint(key).equals(stored.keyFingerprint()))
                    .map(key -> bounded(new State(key, stored.expires(), stored.lastUsed()), now))
                    .filter(state -> isAlive(state, now))
                    .findFirst()
                    .ifPresent(state -> byHash.put(stored.idHash(), state));
        }
    }

    private synchronized void store() {
        file.write(byHash.entrySet().stream()
                .map(entry -> {
                    State state = entry.getValue();
                    ApiKey key = state.key();
                    return new SessionFile.Stored(
                            entry.getKey(), key.id(), fingerprint(key), state.expires(), state.lastUsed());
                })
                .toList());
    }

    /// A clock that was set back must not make a session live longer than one that begins now.
    private State bounded(State state, Instant now) {
        Instant latest = now.plus(lifetime);
        return !state.expires().isAfter(latest) && !state.lastUsed().isAfter(now)
                ? state
                : new State(
                        state.key(),
                        state.expires().isAfter(latest) ? latest : state.expires(),
                        state.lastUsed().isAfter(now) ? now : state.lastUsed());
    }

    private boolean isAlive(State state, Instant now) {
        return now.isBefore(state.expires())
                && now.isBefore(state.lastUsed().plus(idleTimeout))
                && keys.contains(state.key());
    }

    private void removeEnded() {
        Instant now = clock.instant();
        byHash.replaceAll((_, state) -> bounded(state, now));
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

    /// The token is a hash of the id, so neither has to be stored, and the id cannot be computed from it.
    private static String csrfToken(String id) {
        byte[] bytes = Sha256.of(("csrf " + id).getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String hash(String id) {
        return Sha256.hex(id.getBytes(StandardCharsets.UTF_8));
    }

    private static String fingerprint(ApiKey key) {
        return Sha256.hex(key.toString().getBytes(StandardCharsets.UTF_8));
    }
}
