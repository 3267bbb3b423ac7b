package dev.likeness.engine.review;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The next questions of a gallery.
///
/// @param questions number of all open questions
/// @param next the first of them, most useful first
public record ReviewPage(Progress progress, int questions, List<ReviewQuestion> next) {
    public ReviewPage {
        next = List.copyOf(next);
    }

    /// How far the naming of a gallery is. Faces of hidden people do not count.
    ///
    /// @param named number of faces of named people
    /// @param share `named` over `faces`; 0 without a face
    /// @param questionsTo80 number of answers until 80 % of the faces have a name, if each answer settles all its
    ///     faces; null if the questions do not suffice
    public record Progress(
            int faces,
            int named,
            double share,
            int people,
            int namedPeople,
            @Nullable Integer questionsTo80) {}
}
