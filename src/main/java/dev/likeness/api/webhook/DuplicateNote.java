package dev.likeness.api.webhook;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/// A note that a new person is likely a duplicate. Components are keys of its JSON form, which has no
/// biometric data and no names.
///
/// @param id the same in every attempt to deliver the note
/// @param person number of the new person
/// @param other number of the person who may be the same
/// @param probability P(same person)
/// @param at when it was found
public record DuplicateNote(
        String id, String event, String gallery, long person, long other, double probability, Instant at) {
    private static final String EVENT = "likely-duplicate";

    /// Whether nothing is missing, as in what was read from a damaged file.
    boolean isWhole() {
        return Stream.of(id, event, gallery, at).allMatch(Objects::nonNull);
    }

    public static DuplicateNote of(String gallery, long person, long other, double probability, Instant at) {
        return new DuplicateNote(UUID.randomUUID().toString(), EVENT, gallery, person, other, probability, at);
    }
}
