package dev.likeness.engine.people;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import org.jspecify.annotations.Nullable;

/// A face with an uncertain assignment. Components are keys of the JSON form, in this order.
///
/// @param path a path of the face's photo, or null if it has no path left
/// @param quality 0 to 100
/// @param person the face's person; null if unassigned
/// @param name the person's name; null for an unnamed person
/// @param reason the reason for the assignment
/// @param margin evidence for the assignment minus evidence for the runner-up, in nats
public record UncertainFace(
        FaceId face,
        @Nullable String path,
        int quality,
        @Nullable PersonId person,
        @Nullable String name,
        String reason,
        float margin) {}
