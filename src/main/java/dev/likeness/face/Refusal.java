package dev.likeness.face;

/// A user said that this face is not this person.
public record Refusal(FaceId face, PersonId identity) {}
