package dev.likeness.api.http;

import dev.likeness.api.auth.Principal;

/// How the callers of one API prove who they are.
public interface Authenticator {
    /// Who calls. Runs on an event loop unless [#needsBody()].
    ///
    /// @throws ProblemException 401 `UNAUTHENTICATED`, or what the API says instead
    Principal authenticate(Call call);

    /// Whether the body is part of the proof, as it is of a signature; it is then read before
    /// anybody is known.
    default boolean needsBody() {
        return false;
    }
}
