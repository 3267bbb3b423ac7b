package dev.likeness.engine.backup;

import java.time.Instant;

/// What a backup holds. Components are keys of the JSON form.
///
/// @param backup its id; empty for a ZIP file, which holds one
/// @param gallery the gallery's name when it was backed up
/// @param bytes of the gallery's files
public record BackupDetails(
        String backup,
        String gallery,
        Instant created,
        boolean encrypted,
        int files,
        long bytes,
        int photos,
        int faces,
        int people,
        String embedder) {}
