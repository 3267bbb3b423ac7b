package dev.likeness.api;

import dev.likeness.api.http.Routes;

/// One API of the server: its routes, authentication and error format.
public interface Facade {
    /// Says how problems of requests are written that have no route of this API, such as a wrong method. Comes
    /// before all checks of requests; without it, they are written as RFC 9457 says.
    default void mountErrors(Routes routes) {}

    /// Adds the routes. A server calls this once, and all of its event loops use these routes. So whatever a route
    /// remembers is remembered for all connections.
    ///
    /// @param routes receives the routes, which are tried in order
    /// @param backend services for the handlers
    void mount(Routes routes, Backend backend);
}
