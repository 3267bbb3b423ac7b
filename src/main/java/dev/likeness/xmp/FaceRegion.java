package dev.likeness.xmp;

import dev.likeness.face.Box;
import org.jspecify.annotations.Nullable;

/// A face that another program, or a user in it, has marked.
///
/// @param item its place in the list it stands in, counted from 1
/// @param name who it is; null if the region has none
/// @param area in shares of the sides of the image that the list is applied to, 0 to 1; may reach past
///     an edge
public record FaceRegion(int item, @Nullable String name, Box area) {}
