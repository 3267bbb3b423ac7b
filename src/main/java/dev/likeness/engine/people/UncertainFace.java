package dev.likeness.engine.people;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import org.jspecify.annotations.Nullable;

/// A face of which it is not sure that it is where it should be. Components are keys of the JSON form, in
/// this order.
///
/// @param path one of its photo's, or null if it has none left
/// @param quality 0 to 100
/// @param person whose face it is held to be; null if nobody's
/// @param name what they are called; null if nobody has said it
/// @param reason why it is where it is
/// @param margin how far the next best place is behind, in nats of evidence
public record UncertainFace(
        FaceId face,
        @Nullable String path,
        int quality,
        @Nullable PersonId person,
        @Nullable String name,
        String reason,
        float margin) {}
