package dev.likeness.engine.contents;

/// What became of a photo that was to be kept. Components are keys of the JSON form.
///
/// @param name as it came
/// @param added whether it is new to the gallery
public record AddPhotoResult(String name, boolean added, PhotoDetails photo) {}
