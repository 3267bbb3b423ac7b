package dev.likeness.index;

import dev.likeness.face.PhotoId;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/// What the place of a photo in a list depends on.
///
/// @param captureTime null if the photo has no capture time
public record PhotoPosition(PhotoId photo, @Nullable LocalDateTime captureTime) {}
