package dev.likeness.cluster.corefirst;

import dev.likeness.calibration.FaceSpace;
import dev.likeness.cluster.Neighbourhood;
import dev.likeness.face.UnitVector;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The neighbours that an index of untransformed faces finds, with their cosines in the face space.
///
/// The index is searched with the face's direction in the face space, brought back by [FaceSpace#adjoint]: what the
/// space suppresses does not count. Untransformed, a low-quality face is mostly near other low-quality faces, and the
/// index would find few of the cores that could tell its person.
final class FaceSpaceNeighbourhood implements Neighbourhood {
    /// The cosines of the index are those of the face space up to the faces' lengths in it.
    private static final float MIN_COSINE_SLACK = 0.1f;

    private final Neighbourhood index;
    private final FaceSpaceFaces placed;
    private final FaceSpace space;
    private final double coreMagnitude;

    /// @param placed the indexed faces in the face space
    /// @param coreMagnitude minimum magnitude of a core
    FaceSpaceNeighbourhood(Neighbourhood index, FaceSpaceFaces placed, FaceSpace space, double coreMagnitude) {
        this.index = index;
        this.placed = placed;
        this.space = space;
        this.coreMagnitude = coreMagnitude;
    }

    @Override
    public List<Neighbour> within(int face, float minCosine) {
        return rescored(face, index.within(face, minCosine - MIN_COSINE_SLACK), minCosine);
    }

    @Override
    public List<Neighbour> nearest(int face, int k, float minCosine) {
        return space.isUntransformed() ? nearestInIndex(face, k, minCosine) : nearestInSpace(face, k, minCosine);
    }

    private List<Neighbour> nearestInSpace(int face, int k, float minCosine) {
        float[] query = space.adjoint(placed.direction(face));
        double length = UnitVector.norm(query);
        double min = (minCosine - MIN_COSINE_SLACK) * placed.stretch() / length;
        return rescored(
                face,
                index.nearestTo(face, UnitVector.normalized(query), k, (float) Math.clamp(min, -1, 1)),
                minCosine);
    }

    private List<Neighbour> nearestInIndex(int face, int k, float minCosine) {
        List<Neighbour> found = index.nearest(face, k, minCosine - MIN_COSINE_SLACK);
        if (placed.magnitude(face) >= coreMagnitude) {
            return rescored(face, found, minCosine);
        }
        Set<Neighbour> all = new HashSet<>(found);
        all.addAll(index.nearestAboveMagnitude(face, k, minCosine - MIN_COSINE_SLACK, Math.max(0, coreMagnitude)));
        return rescored(face, List.copyOf(all), minCosine);
    }

    private List<Neighbour> rescored(int face, List<Neighbour> found, float minCosine) {
        return found.stream()
                .map(near -> new Neighbour(near.face(), placed.cosine(face, near.face())))
                .filter(near -> near.cosine() >= minCosine)
                .sorted(Neighbour.NEAREST_FIRST)
                .toList();
    }
}
