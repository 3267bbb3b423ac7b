package dev.likeness.engine.contents;

/// A gallery at one point in time, in a few figures.
///
/// @param version changes whenever anything in the gallery changes
/// @param people people with at least one face
/// @param lastEvent number of the latest event of the edit history; 0 if there is none
public record GalleryState(String version, long photos, long faces, long people, long lastEvent) {}
