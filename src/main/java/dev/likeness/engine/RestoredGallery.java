package dev.likeness.engine;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.likeness.engine.backup.ErasedAgain;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A gallery that was made of a backup. Components are keys of the JSON form; those of the gallery are not
/// nested.
///
/// @param erased what the backup held and the gallery does not, because it was deleted after the backup
/// @param deletionsKnownUntil null if all deletions are known here; else what was deleted later is back. It is
///     recorded beside the galleries of which the backup was made, and in their later backups.
public record RestoredGallery(
        @JsonUnwrapped GalleryDetails gallery,
        ErasedAgain erased,
        @Nullable Instant deletionsKnownUntil) {}
