package dev.likeness.cluster;

import dev.likeness.face.Embedding;
import dev.likeness.face.UnitVector;
import java.util.List;
import java.util.stream.IntStream;

/// A neighbourhood by exhaustive comparison. It is exact, and for some thousand faces faster than an index.
public final class ExactNeighbourhood implements Neighbourhood {
    private final float[][] directions;

    public ExactNeighbourhood(List<Embedding> faces) {
        this.directions = faces.stream().map(face -> face.direction().toArray()).toArray(float[][]::new);
    }

    @Override
    public List<Neighbour> within(int face, float minCosine) {
        return IntStream.range(0, directions.length)
                .filter(other -> other != face)
                .mapToObj(other -> new Neighbour(other, UnitVector.dot(directions[face], directions[other])))
                .filter(near -> near.cosine() >= minCosine)
                .toList();
    }
}
