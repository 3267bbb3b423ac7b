package dev.likeness.engine.people;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.likeness.engine.relations.FaceContext;
import dev.likeness.face.Box;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The details of one person.
///
/// @param faces the person's faces, ordered by face id
/// @param rejected faces that a user rejected for this person, if the gallery still has them
/// @param different people that a user marked as different from this person
public record PersonDetails(
        PersonListItem summary, List<PersonFace> faces, List<FaceId> rejected, List<PersonId> different) {
    public PersonDetails {
        faces = List.copyOf(faces);
        rejected = List.copyOf(rejected);
        different = List.copyOf(different);
    }

    /// The same with contexts of the faces.
    public PersonDetails with(Map<FaceId, FaceContext> contexts) {
        return new PersonDetails(
                summary,
                faces.stream().map(face -> face.with(contexts.get(face.face()))).toList(),
                rejected,
                different);
    }

    /// One face of the person.
    ///
    /// @param path a path of the face's photo, or null if it has no path left
    /// @param captureTime when the face's photo was captured, or null if unknown
    /// @param box the face's box in pixels of the upright, full-size photo
    /// @param quality 0 to 100
    /// @param reason the reason for the assignment; null if the face was added after the last clustering
    /// @param margin evidence for the person minus evidence for the runner-up, in nats; null if there is no
    ///     runner-up
    /// @param context what the photo's surroundings say for the person; null if they say nothing or it was not
    ///     asked for
    /// @param confirmed whether a user confirmed this face
    public record PersonFace(
            FaceId face,
            @Nullable String path,
            @Nullable LocalDateTime captureTime,
            Box box,
            int quality,
            @Nullable String reason,
            @Nullable Float margin,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            FaceContext context,

            boolean confirmed) {
        private PersonFace with(@Nullable FaceContext found) {
            return new PersonFace(face, path, captureTime, box, quality, reason, margin, found, confirmed);
        }
    }
}
