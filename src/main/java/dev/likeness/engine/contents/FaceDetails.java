package dev.likeness.engine.contents;

import dev.likeness.face.Detection;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One face of a gallery. Components are keys of the JSON form.
///
/// @param paths where its photo lies, sorted
/// @param captureTime when its photo was taken; null if it does not say
/// @param magnitude of its embedding, on the embedder's own scale
/// @param quality 0 to 100
/// @param person whose face it is; null if nobody's
/// @param name theirs, or null
/// @param reason why it is theirs, or nobody's; null if it came after the last grouping
/// @param margin how far the next best person is behind, in nats; null if there is none
/// @param notAFace whether a user said that it is none
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
        boolean notAFace) {
    public FaceDetails {
        paths = List.copyOf(paths);
    }
}
