package dev.likeness.engine.people;

import java.time.Instant;

/// One thing a user did about people.
///
/// @param description in words
/// @param undone whether it was taken back and not done again
public record HistoryEntry(long event, Instant time, String description, boolean undone) {}
