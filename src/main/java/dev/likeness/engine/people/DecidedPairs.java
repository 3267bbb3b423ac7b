package dev.likeness.engine.people;

import dev.likeness.face.Assertion;
import dev.likeness.face.UserAction;
import dev.likeness.index.GallerySnapshot;

/// What users have decided about pairs of people, as far as it is in force.
///
/// @param merged number of people that were merged into others
/// @param markedDifferent number of pairs that are marked as different people
public record DecidedPairs(int merged, int markedDifferent) {

    /// Counts the decisions of a gallery.
    public static DecidedPairs of(GallerySnapshot snapshot) {
        int merged = EditHistory.of(snapshot.events()).actionsInForce().stream()
                .flatMap(action -> action.parts().stream())
                .mapToInt(part ->
                        part instanceof UserAction.Merged merge ? merge.from().size() : 0)
                .sum();
        int different = (int) snapshot.assertions().stream()
                .filter(Assertion.DifferentPeople.class::isInstance)
                .count();
        return new DecidedPairs(merged, different);
    }
}
