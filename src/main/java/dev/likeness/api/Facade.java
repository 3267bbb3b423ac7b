package dev.likeness.api;

import dev.likeness.api.http.Routes;

/// One API on the server: its routes, how its callers prove who they are, and how it writes down a
/// problem.
public interface Facade {
    /// Adds the routes.
    ///
    /// @param routes where they go, in the order in which they are tried
    /// @param backend what they work on
    void mount(Routes routes, Backend backend);
}
