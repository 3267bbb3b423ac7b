package dev.likeness.engine.people;

import dev.likeness.face.Assignment;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.index.FaceSummary;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.scoring.MatchScorer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;

/// Selects the faces with the smallest margins in one pass over all faces.
final class UncertainFaces {
    private static final Comparator<FaceSummary> BY_MARGIN = Comparator.comparing(
                    (FaceSummary face) -> Assignments.margin(face.assignment()),
                    Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(FaceSummary::face);

    private final GallerySnapshot snapshot;
    private final MatchScorer scorer;
    private final Map<PersonId, Person> people = new HashMap<>();
    private final UserAssertions assertions;

    UncertainFaces(GallerySnapshot snapshot, MatchScorer scorer) {
        this.snapshot = snapshot;
        this.scorer = scorer;
        snapshot.people().forEach(person -> people.put(person.id(), person));
        this.assertions = UserAssertions.of(snapshot);
    }

    /// The faces with the smallest margins, smallest first. Confirmed faces and faces of hidden people are not
    /// included.
    ///
    /// @param limit maximum number of faces, at least 1
    List<UncertainFace> first(int limit) {
        // The most certain face is on top, to be replaced by a less certain one.
        PriorityQueue<FaceSummary> selected = new PriorityQueue<>(BY_MARGIN.reversed());
        snapshot.forEachFaceSummary(face -> {
            if (isCandidate(face)) {
                selected.add(face);
                if (selected.size() > limit) {
                    selected.remove();
                }
            }
        });
        return selected.stream().sorted(BY_MARGIN).map(this::uncertainFace).toList();
    }

    private boolean isCandidate(FaceSummary face) {
        Person person = people.get(face.person());
        boolean hidden = person != null && person.hidden();
        return Assignments.margin(face.assignment()) != null
                && !hidden
                && assertions.confirmed(face.face()).isEmpty();
    }

    private UncertainFace uncertainFace(FaceSummary face) {
        Assignment assignment = Objects.requireNonNull(face.assignment());
        Person person = people.get(face.person());
        return new UncertainFace(
                face.face(),
                PhotoPaths.first(snapshot, face.face().photo()),
                scorer.quality(face.magnitude()),
                face.person(),
                person == null ? null : person.name(),
                Objects.requireNonNull(Assignments.reason(assignment)),
                assignment.margin());
    }
}
