package dev.likeness.engine.relations;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import org.jspecify.annotations.Nullable;

/// What a photo's surroundings say for the person of a face that is not clear itself. Components are keys of
/// the JSON form; those that are null are left out.
///
/// @param moment another photo of the same moment that clearly shows the person; null if there is none
/// @param company whoever of the photo's other people is most often in photos with the person; null if nobody
///     is often
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FaceContext(@Nullable Moment moment, @Nullable Company company) {

    /// Another photo of the same moment.
    ///
    /// @param path a path of it; null if it has no path any more
    /// @param seconds how much later than it the face's photo was taken; negative if earlier
    /// @param samePeople how many of the other people are clearly in both photos
    public record Moment(PhotoId photo, @Nullable String path, double seconds, int samePeople) {}

    /// Another person of the photo.
    ///
    /// @param photos in how many other photos the two are together
    public record Company(PersonId person, @Nullable String name, int photos) {}
}
