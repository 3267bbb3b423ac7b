package dev.likeness.cluster;

import java.util.List;
import java.util.stream.IntStream;

/// A neighbourhood by exhaustive comparison. It is exact, and for some thousand faces faster than an index.
///
/// @param size number of faces
/// @param cosine the cosine of two faces
public record ExactNeighbourhood(int size, Cosine cosine) implements Neighbourhood {
    @FunctionalInterface
    public interface Cosine {
        float between(int one, int other);
    }

    @Override
    public List<Neighbour> within(int face, float minCosine) {
        return IntStream.range(0, size)
                .filter(other -> other != face)
                .mapToObj(other -> new Neighbour(other, cosine.between(face, other)))
                .filter(near -> near.cosine() >= minCosine)
                .toList();
    }
}
