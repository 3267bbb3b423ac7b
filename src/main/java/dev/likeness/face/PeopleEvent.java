package dev.likeness.face;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A user action on the people of a gallery, its time, and who did it.
///
/// @param number the number of the event in its gallery, counted from 1
/// @param time the time of the event, to the millisecond
/// @param actor null for an event that was stored before actors were
public record PeopleEvent(
        long number, Instant time, @Nullable Actor actor, UserAction action) {
    /// An event of an unknown actor.
    public PeopleEvent(long number, Instant time, UserAction action) {
        this(number, time, null, action);
    }
}
