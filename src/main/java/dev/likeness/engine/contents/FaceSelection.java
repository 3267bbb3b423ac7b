package dev.likeness.engine.contents;

import dev.likeness.engine.people.Assignments;
import dev.likeness.face.Assignment;
import dev.likeness.face.FaceId;
import dev.likeness.index.FaceCursor;
import dev.likeness.index.GallerySnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Selects and orders faces in one pass over a gallery that keeps one page of them.
final class FaceSelection {
    /// Assignments with a smaller margin are doubtful, in nats: the person is less than nine times as likely as
    /// the runner-up.
    private static final float DOUBTFUL_MARGIN = 2.2f;

    private record Candidate(FaceId face, float magnitude) {}

    private final GallerySnapshot snapshot;
    private final FaceState state;
    private final FaceOrder order;

    FaceSelection(GallerySnapshot snapshot, FaceState state, FaceOrder order) {
        this.snapshot = snapshot;
        this.state = state;
        this.order = order;
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
        Candidate last = after == null ? null : new Candidate(after.face(), after.magnitude());
        Comparator<Candidate> comparator = comparator();
        // The last face of the page so far is on top, to be replaced by one that comes before it.
        var page = new PriorityQueue<Candidate>(comparator.reversed());
        int[] count = {0};
        snapshot.scanStoredFaces(face -> {
            if (!isWanted(face)) {
                return;
            }
            count[0]++;
            if ((page.size() < limit || compare(face, page.element()) < 0)
                    && (last == null || compare(face, last) > 0)) {
                page.add(new Candidate(face.face(), face.magnitude()));
                if (page.size() > limit) {
                    page.remove();
                }
            }
        });
        List<Candidate> selected = new ArrayList<>(page);
        selected.sort(comparator);
        return new Selected(count[0], selected.stream().map(Candidate::face).toList());
    }

    private Comparator<Candidate> comparator() {
        Comparator<Candidate> byId = Comparator.comparing(Candidate::face);
        return switch (order) {
            case ID -> byId;
            case QUALITY ->
                Comparator.comparingDouble((Candidate candidate) -> -candidate.magnitude())
                        .thenComparing(byId);
        };
    }

    /// Compares as [#comparator] does.
    private int compare(FaceCursor face, Candidate other) {
        int byQuality = order == FaceOrder.ID ? 0 : Double.compare(-face.magnitude(), -other.magnitude);
        return byQuality == 0 ? face.compareId(other.face) : byQuality;
    }

    private boolean isWanted(FaceCursor face) {
        return switch (state) {
            case ALL -> true;
            case NOT_A_FACE -> face.isNotAFace() && !face.face().isDrawn();
            case UNASSIGNED -> !face.isNotAFace() && face.person() == null;
            case DOUBTFUL -> !face.isNotAFace() && face.person() != null && isDoubtful(face.assignment());
        };
    }

    private static boolean isDoubtful(@Nullable Assignment assignment) {
        Float margin = Assignments.margin(assignment);
        boolean decided = assignment != null && assignment.reason() == Assignment.Reason.USER;
        return !decided && margin != null && margin < DOUBTFUL_MARGIN;
    }
}
