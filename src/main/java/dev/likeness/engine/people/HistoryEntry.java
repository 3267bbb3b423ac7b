package dev.likeness.engine.people;

import java.time.Instant;

/// One event of the edit history.
///
/// @param description description of the event in words
/// @param undone whether it was undone and not redone
public record HistoryEntry(long event, Instant time, String description, boolean undone) {}
