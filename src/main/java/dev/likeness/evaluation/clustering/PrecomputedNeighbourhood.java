package dev.likeness.evaluation.clustering;

import dev.likeness.cluster.Neighbourhood;
import dev.likeness.face.Face;
import java.util.List;
import java.util.stream.IntStream;

/// All pairs of a few thousand faces above a minimum cosine, computed once for many clusterings.
final class PrecomputedNeighbourhood implements Neighbourhood {
    /// The minimum cosine; algorithms are never run below it.
    static final float MIN_COSINE = 0.25f;

    private final List<List<Neighbour>> neighbours;

    PrecomputedNeighbourhood(List<Face> faces) {
        this.neighbours = IntStream.range(0, faces.size())
                .parallel()
                .mapToObj(face -> IntStream.range(0, faces.size())
                        .filter(other -> other != face)
                        .mapToObj(other -> new Neighbour(
                                other,
                                faces.get(face)
                                        .embedding()
                                        .direction()
                                        .cosine(faces.get(other).embedding().direction())))
                        .filter(near -> near.cosine() >= MIN_COSINE)
                        .toList())
                .toList();
    }

    @Override
    public List<Neighbour> within(int face, float minCosine) {
        return neighbours.get(face).stream()
                .filter(near -> near.cosine() >= minCosine)
                .toList();
    }
}
