package dev.likeness.index;

import dev.likeness.face.CaptureTime;
import dev.likeness.face.Orientation;
import org.jspecify.annotations.Nullable;

/// What a file states about its picture, apart from the picture. It changes without making another photo of it.
///
/// @param orientation how the file states that the stored pixels have to be turned
/// @param captureTime when the photo was taken by the camera's clock; null if the file does not state it
public record PhotoMetadata(
        Orientation orientation, @Nullable CaptureTime captureTime) {}
