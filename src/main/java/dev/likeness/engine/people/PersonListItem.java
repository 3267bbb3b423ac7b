package dev.likeness.engine.people;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/// One person in a list of people.
///
/// @param faces number of the person's faces; 0 if a user named the person and the photos are gone
/// @param photos number of photos that show the person
/// @param hidden whether a user hid the person
/// @param birthDate the date of birth, or null if unknown
/// @param externalId the id in another system, or null if there is none
/// @param lastSeen capture time of the latest photo, or null if no photo has one
/// @param cover the cover face that a user chose, else the best typical face; null without a face
/// @param coverPath a path of the cover's photo, or null if it has no path left
/// @param confidence how well the person's faces agree: the mean cosine of pairs of them, weighted by
///     magnitude, 0 to 1; null with fewer than two
public record PersonListItem(
        PersonId person,
        @Nullable String name,
        int faces,
        int photos,
        boolean hidden,
        @Nullable LocalDate birthDate,
        @Nullable String externalId,
        @Nullable LocalDateTime lastSeen,
        @Nullable FaceId cover,
        @Nullable String coverPath,
        @Nullable Float confidence) {}
