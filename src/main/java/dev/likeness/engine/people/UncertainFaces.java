package dev.likeness.engine.people;

import dev.likeness.face.Assertion;
import dev.likeness.face.Assignment;
import dev.likeness.face.FaceId;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.index.FaceCursor;
import dev.likeness.index.FaceSummary;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.scoring.MatchScorer;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/// Selects the faces with the smallest margins in one pass over all faces, which decodes only those that may be
/// among them.
final class UncertainFaces {
    private static final Comparator<FaceSummary> BY_MARGIN = Comparator.comparing(
                    (FaceSummary face) -> Assignments.margin(face.assignment()),
                    Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(FaceSummary::face);

    private final GallerySnapshot snapshot;
    private final MatchScorer scorer;
    private final Set<PersonId> hidden;

    UncertainFaces(GallerySnapshot snapshot, MatchScorer scorer) {
        this.snapshot = snapshot;
        this.scorer = scorer;
        this.hidden = snapshot.hiddenPeople();
    }

    /// The faces with the smallest margins, smallest first. Confirmed faces and faces of hidden people are not
    /// included.
    ///
    /// @param limit maximum number of faces, at least 1
    List<UncertainFace> first(int limit) {
        // The most certain face is on top, to be replaced by a less certain one.
        PriorityQueue<FaceSummary> selected = new PriorityQueue<>(BY_MARGIN.reversed());
        snapshot.scanFaces(face -> {
            if (isCandidate(face) && (selected.size() < limit || isBefore(face, selected.element()))) {
                FaceSummary candidate = face.summary();
                if (!isConfirmed(candidate.face())) {
                    selected.add(candidate);
                    if (selected.size() > limit) {
                        selected.remove();
                    }
                }
            }
        });
        return selected.stream().sorted(BY_MARGIN).map(this::uncertainFace).toList();
    }

    private boolean isCandidate(FaceCursor face) {
        PersonId person = face.person();
        return Assignments.margin(face.assignment()) != null && (person == null || !hidden.contains(person));
    }

    private static boolean isBefore(FaceCursor face, FaceSummary other) {
        float margin = Objects.requireNonNull(Assignments.margin(face.assignment()));
        int byMargin = Float.compare(margin, Objects.requireNonNull(Assignments.margin(other.assignment())));
        return (byMargin == 0 ? face.compareId(other.face()) : byMargin) < 0;
    }

    private boolean isConfirmed(FaceId face) {
        return snapshot.assertionsOf(face.photo()).stream()
                .anyMatch(assertion -> assertion instanceof Assertion.Assigned assigned
                        && assigned.confirmed()
                        && assigned.face().equals(face));
    }

    private UncertainFace uncertainFace(FaceSummary face) {
        Assignment assignment = Objects.requireNonNull(face.assignment());
        int quality = scorer.quality(face.magnitude());
        Person person =
                Optional.ofNullable(face.person()).flatMap(snapshot::person).orElse(null);
        return new UncertainFace(
                face.face(),
                PhotoPaths.first(snapshot, face.face().photo()),
                quality,
                face.person(),
                person == null ? null : person.name(),
                Objects.requireNonNull(Assignments.reason(assignment, quality)),
                assignment.margin());
    }
}
