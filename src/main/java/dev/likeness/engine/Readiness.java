package dev.likeness.engine;

import java.util.List;

/// Whether the models for new galleries are usable. Components are keys of the JSON form.
///
/// @param ready whether both models are usable
public record Readiness(boolean ready, List<Model> models) {
    public Readiness {
        models = List.copyOf(models);
    }

    /// The state of one of the two models.
    ///
    /// @param role `detector` or `embedder`
    /// @param state `present`, `built-in`, `missing`, `altered` or `unknown`
    public record Model(String id, String role, String state) {}
}
