package dev.likeness.api.v1.request;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request body with a list of faces.
public record FacesRequest(@Nullable List<String> faces) {
    /// These faces; empty if there is no list.
    public List<FaceId> ids() {
        return ids(faces);
    }

    /// Faces by their ids; empty if there is no list.
    public static List<FaceId> ids(@Nullable List<String> texts) {
        return texts == null ? List.of() : texts.stream().map(FaceId::parse).toList();
    }

    /// People by their numbers; empty if there is no list.
    public static List<PersonId> personIds(@Nullable List<Long> numbers) {
        return numbers == null ? List.of() : numbers.stream().map(PersonId::new).toList();
    }
}
