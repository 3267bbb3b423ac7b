package dev.likeness.api;

import dev.likeness.api.http.Routes;

/// One API of the server: its routes, authentication and error format.
public interface Facade {
    /// Adds the routes. Every event loop of a server calls this once, with routes of its own, so what all
    /// connections share belongs to the facade or the backend.
    ///
    /// @param routes receives the routes, which are tried in order
    /// @param backend services for the handlers
    void mount(Routes routes, Backend backend);
}
