package dev.likeness.engine.ingest;

import java.nio.file.Path;

/// A folder from which all known photos are gone.
///
/// @param photos how many were known there or below
public record EmptiedFolder(Path folder, int photos) {}
