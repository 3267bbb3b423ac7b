package dev.likeness.engine.contents;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.likeness.engine.relations.FaceContext;
import dev.likeness.face.Detection;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The details of one face of a gallery. Components are keys of the JSON form.
///
/// @param paths paths of its photo, sorted
/// @param captureTime when its photo was taken; null if the photo has no capture time
/// @param magnitude magnitude of its embedding, on the embedder's own scale
/// @param quality 0 to 100
/// @param person the face's person; null if unassigned
/// @param name the person's name, or null
/// @param reason the reason for the assignment; null if the face was added after the last clustering
/// @param margin evidence for the assignment minus evidence for the runner-up, in nats; null if there is no
///     runner-up
/// @param context what the photo's surroundings say for the person; null if they say nothing, and in lists
/// @param notAFace whether a user marked this detection as not a face
public record FaceDetails(
        FaceId face,
        PhotoId photo,
        List<String> paths,
        @Nullable LocalDateTime captureTime,
        Detection detection,
        float magnitude,
        int quality,
        @Nullable PersonId person,
        @Nullable String name,
        @Nullable String reason,
        @Nullable Float margin,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FaceContext context,
        boolean notAFace) {
    public FaceDetails {
        paths = List.copyOf(paths);
    }

    /// The same with a context.
    public FaceDetails with(@Nullable FaceContext found) {
        return new FaceDetails(
                face,
                photo,
                paths,
                captureTime,
                detection,
                magnitude,
                quality,
                person,
                name,
                reason,
                margin,
                found,
                notAFace);
    }
}
