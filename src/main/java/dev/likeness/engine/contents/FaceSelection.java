package dev.likeness.engine.contents;

import dev.likeness.engine.people.Assignments;
import dev.likeness.face.Assignment;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.index.GallerySnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Selects and orders faces in one pass over a gallery; no vector is kept.
final class FaceSelection {
    /// Assignments with a smaller margin are doubtful, in nats: the person is less than nine times as likely as
    /// the runner-up.
    private static final float DOUBTFUL_MARGIN = 2.2f;

    private record Candidate(FaceId face, float magnitude) {}

    private final GallerySnapshot snapshot;
    private final FaceState state;
    private final Comparator<Candidate> order;

    FaceSelection(GallerySnapshot snapshot, FaceState state, FaceOrder order) {
        this.snapshot = snapshot;
        this.state = state;
        Comparator<Candidate> byId = Comparator.comparing(Candidate::face);
        this.order = switch (order) {
            case ID -> byId;
            case QUALITY ->
                Comparator.comparingDouble((Candidate candidate) -> -candidate.magnitude())
                        .thenComparing(byId);
        };
    }

    /// A page of the list.
    ///
    /// @param count number of faces of the whole list
    record Selected(int count, List<FaceId> faces) {}

    /// The faces that follow this one.
    ///
    /// @param after null to start at the first face; need not be in the list any more
    /// @param limit maximum number of faces, at least 1
    Selected select(FaceList.@Nullable Place after, int limit) {
        List<Candidate> candidates = candidates();
        Candidate last = after == null ? null : new Candidate(after.face(), after.magnitude());
        List<FaceId> page = candidates.stream()
                .filter(candidate -> last == null || order.compare(candidate, last) > 0)
                .sorted(order)
                .limit(limit)
                .map(Candidate::face)
                .toList();
        return new Selected(candidates.size(), page);
    }

    private List<Candidate> candidates() {
        List<Candidate> candidates = new ArrayList<>();
        if (state == FaceState.ALL || state == FaceState.NOT_A_FACE) {
            snapshot.forEachStoredFace(face -> {
                if (state == FaceState.ALL
                        || (face.notAFace() && !face.face().id().isDrawn())) {
                    candidates.add(new Candidate(
                            face.face().id(), face.face().embedding().magnitude()));
                }
            });
        } else {
            snapshot.forEachFaceSummary(face -> {
                if (isWanted(face.person(), face.assignment())) {
                    candidates.add(new Candidate(face.face(), face.magnitude()));
                }
            });
        }
        return candidates;
    }

    private boolean isWanted(@Nullable PersonId person, @Nullable Assignment assignment) {
        if (state == FaceState.UNASSIGNED) {
            return person == null;
        }
        Float margin = Assignments.margin(assignment);
        boolean decided = assignment != null && assignment.reason() == Assignment.Reason.USER;
        return person != null && !decided && margin != null && margin < DOUBTFUL_MARGIN;
    }
}
