package dev.likeness.engine;

import java.util.List;

/// Whether the models for new galleries can be used. Components are keys of the JSON form.
///
/// @param ready whether both can
public record Readiness(boolean ready, List<Model> models) {
    public Readiness {
        models = List.copyOf(models);
    }

    /// One of the two models.
    ///
    /// @param role `detector` or `embedder`
    /// @param state `present`, `built-in`, `missing`, `altered` or `unknown`
    public record Model(String id, String role, String state) {}
}
