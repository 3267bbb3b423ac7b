package dev.likeness.api.auth;

import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import java.util.Set;

/// Who calls: a key, or somebody on this machine where there are no keys.
///
/// @param id the key's id, as the audit log names it
/// @param galleries the only galleries the key may touch; empty means all
/// @param requestsPerSecond how often the key may call; 0 is the server's own limit
public record Principal(String id, Scope scope, Set<String> galleries, int requestsPerSecond) {
    /// A caller on this machine, while there are no keys.
    public static final Principal LOCAL = new Principal("local", Scope.ADMIN, Set.of(), 0);

    public Principal {
        galleries = Set.copyOf(galleries);
    }

    /// Whether this caller may touch a gallery, be it there or not.
    public boolean mayAccess(String gallery) {
        return galleries.isEmpty() || galleries.contains(gallery);
    }

    /// Refuses a caller whose scope is not enough.
    ///
    /// @throws ProblemException 403 `FORBIDDEN`
    public void requireScope(Scope needed) {
        if (!scope.includes(needed)) {
            throw new ProblemException(
                    ProblemCode.FORBIDDEN,
                    "this call needs a key of scope %s, got: %s".formatted(word(needed), word(scope)));
        }
    }

    /// Refuses a caller who may not touch a gallery, without saying whether it is there.
    ///
    /// @throws ProblemException 403 `FORBIDDEN`
    public void requireGallery(String gallery) {
        if (!mayAccess(gallery)) {
            throw new ProblemException(ProblemCode.FORBIDDEN, "this key may not touch that gallery");
        }
    }

    /// Refuses a caller who is bound to some galleries a call that is about all of them.
    ///
    /// @throws ProblemException 403 `FORBIDDEN`
    public void requireAllGalleries() {
        if (!galleries.isEmpty()) {
            throw new ProblemException(ProblemCode.FORBIDDEN, "this call needs a key for all galleries");
        }
    }

    private static String word(Scope scope) {
        return scope.name().toLowerCase(java.util.Locale.ROOT);
    }
}
