package dev.likeness.engine.ingest.walk;

import java.nio.file.Path;

/// A file or folder that a search could not look into.
///
/// @param reason why, as a sentence's end
public record Unsearched(Path file, String reason) {}
