package dev.likeness.api.auth;

import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.face.Actor;
import java.util.Set;

/// An authenticated caller: an API key, or a local process while there are no keys.
///
/// @param id the key's id, as in the audit log
/// @param name the key's name; the id for other callers
/// @param galleries the galleries that the key may access; empty for all
/// @param requestsPerSecond rate limit; 0 for the server's own
public record Principal(String id, String name, Scope scope, Set<String> galleries, int requestsPerSecond) {
    /// A local caller while there are no keys.
    public static final Principal LOCAL = new Principal("local", "local", Scope.ADMIN, Set.of(), 0);

    /// Somebody who has not signed in and may do so.
    public static final Principal ANONYMOUS = new Principal("anonymous", "anonymous", Scope.READ, Set.of(), 0);

    /// A browser that loads files of this program, which anyone may read as often as needed.
    public static final Principal ANYONE = new Principal("anyone", "anyone", Scope.READ, Set.of(), 1_000_000);

    public Principal {
        galleries = Set.copyOf(galleries);
    }

    /// This caller, as the history names who made an edit.
    public Actor actor() {
        return equals(LOCAL) ? Actor.LOCAL : Actor.ofKey(id, name);
    }

    /// Whether this caller may access a gallery, whether it exists or not.
    public boolean mayAccess(String gallery) {
        return galleries.isEmpty() || galleries.contains(gallery);
    }

    /// Rejects a caller without the scope.
    ///
    /// @throws ProblemException 403 `FORBIDDEN`
    public void requireScope(Scope needed) {
        if (!scope.includes(needed)) {
            throw new ProblemException(
                    ProblemCode.FORBIDDEN,
                    "this operation requires a key of scope %s, got: %s".formatted(word(needed), word(scope)));
        }
    }

    /// Rejects a caller without access to a gallery, without revealing whether it exists.
    ///
    /// @throws ProblemException 403 `FORBIDDEN`
    public void requireGallery(String gallery) {
        if (!mayAccess(gallery)) {
            throw new ProblemException(ProblemCode.FORBIDDEN, "this key has no access to the gallery");
        }
    }

    /// Rejects a caller whose key is restricted to some galleries.
    ///
    /// @throws ProblemException 403 `FORBIDDEN`
    public void requireAllGalleries() {
        if (!galleries.isEmpty()) {
            throw new ProblemException(ProblemCode.FORBIDDEN, "this operation requires a key for all galleries");
        }
    }

    private static String word(Scope scope) {
        return scope.name().toLowerCase(java.util.Locale.ROOT);
    }
}
