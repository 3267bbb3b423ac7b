package dev.likeness.api;

import dev.likeness.api.http.Routes;

/// One API of the server: its routes, authentication and error format.
public interface Facade {
    /// Adds the routes. A server calls this once, and all of its event loops use these routes. So whatever a route
    /// remembers is remembered for all connections.
    ///
    /// @param routes receives the routes, which are tried in order
    /// @param backend services for the handlers
    void mount(Routes routes, Backend backend);
}
