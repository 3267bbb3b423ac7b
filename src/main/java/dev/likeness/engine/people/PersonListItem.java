package dev.likeness.engine.people;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/// One person of a gallery, at a glance.
///
/// @param faces how many faces are theirs; none if a user named them and their photos are gone
/// @param photos in how many photos they are seen
/// @param hidden whether a user hid them
/// @param birthDate their day of birth, or null if nobody said it
/// @param lastSeen when the latest of their photos was taken, or null if none says
/// @param cover the face a user chose, else the clearest typical one; null without a face
/// @param coverPath a path of the cover's photo, or null if it has none left
/// @param confidence how well their faces agree: the mean cosine of two of them, weighted by magnitude, 0 to
///     1; null with fewer than two
public record PersonListItem(
        PersonId person,
        @Nullable String name,
        int faces,
        int photos,
        boolean hidden,
        @Nullable LocalDate birthDate,
        @Nullable LocalDateTime lastSeen,
        @Nullable FaceId cover,
        @Nullable String coverPath,
        @Nullable Float confidence) {}
