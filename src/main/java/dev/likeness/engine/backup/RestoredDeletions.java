package dev.likeness.engine.backup;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a restore did about the deletions after the backup.
///
/// @param erased what the backup held and the gallery does not
/// @param knownUntil until when the deletions were known here; null if all are, or if nothing was to be left
///     out
public record RestoredDeletions(
        ErasedAgain erased, @Nullable Instant knownUntil) {}
