package dev.likeness.cluster.corefirst;

import dev.likeness.cluster.Neighbourhood;
import dev.likeness.face.Embedding;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The neighbours that an index finds, with their cosines in the face space.
final class FaceSpaceNeighbourhood implements Neighbourhood {
    /// The index compares faces outside the face space, where neighbours are somewhat further apart.
    private static final float MIN_COSINE_SLACK = 0.1f;

    private final Neighbourhood index;
    private final List<Embedding> transformed;
    private final double coreMagnitude;

    /// @param transformed the embeddings of the indexed faces in the face space
    /// @param coreMagnitude minimum magnitude of a core
    FaceSpaceNeighbourhood(Neighbourhood index, List<Embedding> transformed, double coreMagnitude) {
        this.index = index;
        this.transformed = transformed;
        this.coreMagnitude = coreMagnitude;
    }

    @Override
    public List<Neighbour> within(int face, float minCosine) {
        return rescored(face, index.within(face, minCosine - MIN_COSINE_SLACK), minCosine);
    }

    @Override
    public List<Neighbour> nearest(int face, int k, float minCosine) {
        List<Neighbour> found = index.nearest(face, k, minCosine - MIN_COSINE_SLACK);
        if (transformed.get(face).magnitude() >= coreMagnitude) {
            return rescored(face, found, minCosine);
        }
        // A low-quality face is mostly near other low-quality faces, but only a core can tell its person.
        Set<Neighbour> all = new HashSet<>(found);
        all.addAll(index.nearestAboveMagnitude(face, k, minCosine - MIN_COSINE_SLACK, Math.max(0, coreMagnitude)));
        return rescored(face, List.copyOf(all), minCosine);
    }

    private List<Neighbour> rescored(int face, List<Neighbour> found, float minCosine) {
        return found.stream()
                .map(near -> new Neighbour(near.face(), cosine(face, near.face())))
                .filter(near -> near.cosine() >= minCosine)
                .sorted(Neighbour.NEAREST_FIRST)
                .toList();
    }

    private float cosine(int one, int other) {
        return transformed.get(one).direction().cosine(transformed.get(other).direction());
    }
}
