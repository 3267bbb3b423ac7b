package dev.likeness.engine.review;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A question about the people of a gallery. Components are keys of the JSON form, in this order.
///
/// @param id the same until the question is answered
/// @param kind [#GROUP], [#LIKELY], [#UNCERTAIN], [#UNKNOWN] or [#PAIR]; it is also the reason of the question
/// @param settles number of faces that an answer decides
/// @param expected expected number of faces that an answer puts right: `settles` × the probability that they
///     are wrong or undecided now
/// @param person the person that the question is about; null if it is about faces without a person
/// @param name the person's name; null without one
/// @param other the other person of a pair; null for other questions
/// @param otherName the name of the other person; null without one
/// @param probability probability that the faces are the first candidate, or that a pair is one person; null
///     without a calibration or a candidate
/// @param face the clearest face
/// @param quality quality of this face, 0 to 100
/// @param faces up to five more faces. Of a [#LIKELY] question they are all others that the answer decides
/// @param also other people without a name who are very probably the person of a [#GROUP] question; an answer
///     is meant for them too, unless a user leaves them out
/// @param candidates the most likely people besides, at most five
public record ReviewQuestion(
        String id,
        String kind,
        int settles,
        double expected,
        @Nullable PersonId person,
        @Nullable String name,
        @Nullable PersonId other,
        @Nullable String otherName,
        @Nullable Double probability,
        FaceId face,
        int quality,
        List<FaceId> faces,
        List<Candidate> also,
        List<Candidate> candidates) {
    /// The faces of a person without a name.
    public static final String GROUP = "group";

    /// Unassigned faces that are probably one named person.
    public static final String LIKELY = "likely";

    /// A face that was assigned to a named person with a small margin.
    public static final String UNCERTAIN = "uncertain";

    /// An unassigned face that resembles no named person.
    public static final String UNKNOWN = "unknown";

    /// Two named people who are probably one person.
    public static final String PAIR = "pair";

    public ReviewQuestion {
        faces = List.copyOf(faces);
        also = List.copyOf(also);
        candidates = List.copyOf(candidates);
    }

    /// A person who may be the answer.
    ///
    /// @param faces number of the person's faces
    /// @param cover the person's clearest face
    /// @param probability P(same person); null without a calibration
    /// @param quality quality of the cover, 0 to 100
    public record Candidate(
            PersonId person,
            @Nullable String name,
            int faces,
            FaceId cover,
            @Nullable Double probability,
            int quality) {}
}
