package dev.likeness.engine.review;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A question before its candidates are known: what is needed to order all questions of a gallery.
///
/// @param kind a kind of [ReviewQuestion]
/// @param magnitude magnitude of the clearest face
/// @param faces the faces to show, clearest or most probable first; empty for the clearest ones of `person`
record OpenQuestion(
        String id,
        String kind,
        int settles,
        double expected,
        float magnitude,
        @Nullable PersonId person,
        @Nullable PersonId other,
        @Nullable Double probability,
        List<FaceId> faces) {
    /// The order in which questions are asked.
    static final Comparator<OpenQuestion> BY_USEFULNESS = Comparator.comparingDouble(
                    (OpenQuestion question) -> -question.expected)
            .thenComparing(Comparator.comparingDouble(question -> -question.magnitude))
            .thenComparing(OpenQuestion::id);

    /// Maximum number of faces that a question shows.
    static final int SHOWN_FACES = 6;

    private static final int ID_DIGITS = 12;

    OpenQuestion {
        faces = List.copyOf(faces);
    }

    /// The id of a question about one face.
    static String faceId(FaceId face) {
        return "face-%s-%d".formatted(face.photo().sha256().substring(0, ID_DIGITS), face.ordinal());
    }

    /// Whether an answer gives a name to faces that have none.
    boolean namesFaces() {
        return switch (kind) {
            case ReviewQuestion.GROUP, ReviewQuestion.LIKELY, ReviewQuestion.UNKNOWN -> true;
            default -> false;
        };
    }
}
