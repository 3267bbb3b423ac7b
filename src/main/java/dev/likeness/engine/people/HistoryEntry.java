package dev.likeness.engine.people;

import java.time.Instant;

/// One event of the edit history.
///
/// @param description the event as a sentence without its subject, such as `merged #2 into Ada (#1)`
/// @param undone whether it was undone and not redone
public record HistoryEntry(long event, Instant time, String description, boolean undone) {}
