package dev.likeness.engine.tombstones;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// One deletion, without what was deleted: the photos, faces and the gallery are keyed hashes, people are
/// numbers. Components are keys of the JSON form.
///
/// @param at when it was deleted
/// @param gallery of what was deleted, as a hash
/// @param whole whether the whole gallery was deleted; then there are no photos, faces and people
/// @param photos as hashes
/// @param faces as hashes, those of the photos included
/// @param people as numbers
public record Tombstone(
        Instant at, String gallery, boolean whole, List<String> photos, List<String> faces, List<Long> people) {
    public Tombstone {
        Objects.requireNonNull(at);
        Objects.requireNonNull(gallery);
        photos = List.copyOf(photos);
        faces = List.copyOf(faces);
        people = List.copyOf(people);
    }

    /// Whether this says that an earlier deletion of the whole gallery did not take place.
    public boolean withdraws() {
        return !whole && photos.isEmpty() && faces.isEmpty() && people.isEmpty();
    }
}
