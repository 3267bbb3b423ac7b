package dev.likeness.engine.people;

import dev.likeness.face.Assignment;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Formats assignments as JSON values. A face has no assignment until the first clustering after it was added.
public final class Assignments {
    private static final String SUGGESTED = "suggested";

    private Assignments() {}

    /// The reason in lower case with dashes, `suggested` for a suggestion, or null without an assignment.
    ///
    /// @param quality the quality of the face, 0 to 100
    public static @Nullable String reason(@Nullable Assignment assignment, int quality) {
        if (assignment == null) {
            return null;
        }
        return assignment.isSuggestion(quality)
                ? SUGGESTED
                : assignment.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The margin in nats, or null without an assignment or without a runner-up.
    public static @Nullable Float margin(@Nullable Assignment assignment) {
        return assignment == null || Float.isInfinite(assignment.margin()) ? null : assignment.margin();
    }
}
