package dev.likeness.face;

import java.time.Instant;

/// A user action on the people of a gallery, and its time.
///
/// @param number the number of the event in its gallery, counted from 1
/// @param time the time of the event, to the millisecond
public record PeopleEvent(long number, Instant time, UserAction action) {}
