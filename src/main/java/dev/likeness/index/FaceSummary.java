package dev.likeness.index;

import dev.likeness.face.Assignment;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/// Who was seen where and when: a [CollectionFace] without what takes long to read.
///
/// @param magnitude of the embedding
/// @param person whose face it is held to be; null if nobody's
/// @param assignment why it is where it is; null as long as nothing has looked at it
/// @param captureTime when its photo was taken, to the millisecond; null if the photo does not say
public record FaceSummary(
        FaceId face,
        float magnitude,
        @Nullable PersonId person,
        @Nullable Assignment assignment,
        @Nullable LocalDateTime captureTime) {}
