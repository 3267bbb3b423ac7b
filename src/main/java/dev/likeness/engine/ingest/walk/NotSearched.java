package dev.likeness.engine.ingest.walk;

import java.nio.file.Path;

/// A place that an ingest could not look at. What the gallery knows there may still exist and is kept.
///
/// @param place a folder, link or file
/// @param reason why, such as `permission denied`
/// @param paths known paths of photos there
public record NotSearched(Path place, String reason, int paths) {
    public NotSearched plus(NotSearched other) {
        return new NotSearched(place, reason, paths + other.paths);
    }
}
