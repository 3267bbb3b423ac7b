package dev.likeness.index;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.Placement;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/// Who was seen where and when: a [CollectionFace] without what takes long to read.
///
/// @param magnitude of the embedding
/// @param person whose face it is held to be; null if nobody's
/// @param placement why it is where it is; null as long as nothing has looked at it
/// @param captureTime when its photo was taken, to the millisecond; null if the photo does not say
public record Sighting(
        FaceId face,
        float magnitude,
        @Nullable PersonId person,
        @Nullable Placement placement,
        @Nullable LocalDateTime captureTime) {}
