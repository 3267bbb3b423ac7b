package dev.likeness.engine.contents;

/// The result of adding a photo to a gallery. Components are keys of the JSON form.
///
/// @param name the photo's name in the request
/// @param added whether the photo is new to the gallery
public record AddPhotoResult(String name, boolean added, PhotoDetails photo) {}
