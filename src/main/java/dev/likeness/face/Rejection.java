package dev.likeness.face;

/// A user's assertion that this face is not this person.
public record Rejection(FaceId face, PersonId person) {}
