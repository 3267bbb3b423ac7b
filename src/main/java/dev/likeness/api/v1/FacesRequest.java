package dev.likeness.api.v1;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Faces that a request names.
record FacesRequest(@Nullable List<String> faces) {
    List<FaceId> ids() {
        return ids(faces);
    }

    /// Faces by their ids; none if there is no list.
    static List<FaceId> ids(@Nullable List<String> texts) {
        return texts == null ? List.of() : texts.stream().map(FaceId::parse).toList();
    }

    /// People by their numbers; none if there is no list.
    static List<PersonId> personIds(@Nullable List<Long> numbers) {
        return numbers == null ? List.of() : numbers.stream().map(PersonId::new).toList();
    }
}
