package dev.likeness.face;

/// A user said that this face is not this person.
public record Rejection(FaceId face, PersonId person) {}
