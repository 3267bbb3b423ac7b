package dev.likeness.api.http;

import dev.likeness.api.auth.Principal;

/// Authenticates the callers of one API.
public interface Authenticator {
    /// The caller. Runs on an event loop unless [#needsBody()].
    ///
    /// @throws ProblemException 401 `UNAUTHENTICATED`, or the API's own exception
    Principal authenticate(Call call);

    /// Whether the caller of a call that lasts, such as a stream of events, may still make it. This does not count as a
    /// use of a session. Runs on an event loop.
    default boolean stillAllows(Call call) {
        return true;
    }

    /// Whether authentication needs the body, as a signature does; the body is then read first.
    default boolean needsBody() {
        return false;
    }

    /// Refuses a call whose headers show that it cannot be authentic, before its body is read. Runs on an event loop.
    ///
    /// @throws ProblemException as [#authenticate]
    default void checkHeaders(Call call) {}
}
