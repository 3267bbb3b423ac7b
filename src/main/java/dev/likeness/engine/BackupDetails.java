package dev.likeness.engine;

import java.time.Instant;

/// What a backup holds. Components are keys of the JSON form.
///
/// @param gallery the gallery's name when it was backed up
/// @param bytes of the gallery's files
public record BackupDetails(
        String gallery, Instant created, int files, long bytes, int photos, int faces, int people, String embedder) {}
