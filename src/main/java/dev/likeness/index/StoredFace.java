package dev.likeness.index;

import dev.likeness.face.Face;
import dev.likeness.face.IdentityId;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/// A face the gallery remembers. Its quality is not here: calibration derives it from the embedding's magnitude.
///
/// @param identity whose face it is held to be; null if nobody's yet
/// @param captureTime when its photo was taken, to the millisecond; null if the photo does not say
public record StoredFace(
        Face face, @Nullable IdentityId identity, @Nullable LocalDateTime captureTime) {}
