package dev.likeness.engine;

import java.time.Instant;

/// A photo on its way into a gallery.
///
/// @param name where it comes from: a path, or `upload:` and a name
/// @param changed when its file was changed last, or when it came
/// @param photo what was seen in it
public record NewPhoto(String name, Instant changed, SeenPhoto photo) {}
