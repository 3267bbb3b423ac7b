package dev.likeness.index;

import dev.likeness.face.Assignment;
import dev.likeness.face.Face;
import dev.likeness.face.PersonId;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/// A face the gallery remembers. Its quality is not here: calibration derives it from the embedding's
/// magnitude.
///
/// @param person whose face it is held to be; null if nobody's yet
/// @param assignment why it is where it is; null as long as nothing has looked at it since it came or
///     was moved
/// @param notAFace whether a user said that this is no face: no search finds it, and it belongs to
///     nobody
/// @param captureTime when its photo was taken, to the millisecond; null if the photo does not say
public record StoredFace(
        Face face,
        @Nullable PersonId person,
        @Nullable Assignment assignment,
        boolean notAFace,
        @Nullable LocalDateTime captureTime) {}
