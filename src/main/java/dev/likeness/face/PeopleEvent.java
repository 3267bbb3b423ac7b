package dev.likeness.face;

import java.time.Instant;

/// Something a user did about the people of a gallery, and when.
///
/// @param number counts a gallery's events from 1
/// @param time to the millisecond
public record PeopleEvent(long number, Instant time, UserAction action) {}
