package dev.likeness.api.http;

import dev.likeness.api.auth.Principal;

/// Authenticates the callers of one API.
public interface Authenticator {
    /// The caller. Runs on an event loop unless [#needsBody()].
    ///
    /// @throws ProblemException 401 `UNAUTHENTICATED`, or the API's own exception
    Principal authenticate(Call call);

    /// Whether authentication needs the body, as a signature does; the body is then read first.
    default boolean needsBody() {
        return false;
    }
}
