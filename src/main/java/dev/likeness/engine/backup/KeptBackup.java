package dev.likeness.engine.backup;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A backup that still holds what is deleted from its gallery. Components are keys of the JSON form.
///
/// @param backup its id; empty for a downloaded ZIP file, of which Likeness does not know where it is
/// @param expires when the schedule removes it; null if nothing does
public record KeptBackup(
        String backup, Instant made, @Nullable Instant expires) {}
