package dev.likeness.cluster;

import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Faces in the order of their ids, and for each its neighbours above a cosine floor, nearest first: whatever order
/// the caller holds faces in, the graph is the same. An edge stands at both its ends.
final class FaceGraph {
    private final List<Face> faces;
    private final int[][] neighbours;
    private final float[][] cosines;

    FaceGraph(List<Face> faces, int[][] neighbours, float[][] cosines) {
        this.faces = faces;
        this.neighbours = neighbours;
        this.cosines = cosines;
    }

    List<Face> faces() {
        return faces;
    }

    /// The places of a face's neighbours; not to be changed.
    int[] neighbours(int face) {
        return neighbours[face];
    }

    /// Beside [#neighbours]; not to be changed.
    float[] cosines(int face) {
        return cosines[face];
    }

    private static final Comparator<Neighbourhood.Neighbour> NEAREST_FIRST = Comparator.comparingDouble(
                    (Neighbourhood.Neighbour near) -> -near.cosine())
            .thenComparingInt(Neighbourhood.Neighbour::face);

    /// Asks about every face once.
    ///
    /// @param floor the least cosine of two neighbours
    /// @param most neighbours kept for each face, the nearest; an edge that either end keeps is kept
    static FaceGraph of(List<Face> unsorted, Neighbourhood neighbourhood, float floor, int most) {
        int n = unsorted.size();
        int[] walk = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparing(face -> unsorted.get(face).id()))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] place = new int[n];
        for (int i = 0; i < n; i++) {
            place[walk[i]] = i;
        }
        List<TreeMap<Integer, Float>> edges = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            edges.add(new TreeMap<>());
        }
        for (int i = 0; i < n; i++) {
            int self = i;
            neighbourhood.within(walk[i], floor).stream()
                    .map(near -> new Neighbourhood.Neighbour(place[near.face()], near.cosine()))
                    .filter(near -> near.face() != self)
                    .sorted(NEAREST_FIRST)
                    .limit(most)
                    .forEach(near -> {
                        edges.get(self).put(near.face(), near.cosine());
                        edges.get(near.face()).put(self, near.cosine());
                    });
        }
        int[][] neighbours = new int[n][];
        float[][] cosines = new float[n][];
        for (int i = 0; i < n; i++) {
            List<Neighbourhood.Neighbour> near = edges.get(i).entrySet().stream()
                    .map(edge -> new Neighbourhood.Neighbour(edge.getKey(), edge.getValue()))
                    .sorted(NEAREST_FIRST)
                    .toList();
            neighbours[i] =
                    near.stream().mapToInt(Neighbourhood.Neighbour::face).toArray();
            cosines[i] = new float[near.size()];
            for (int k = 0; k < near.size(); k++) {
                cosines[i][k] = near.get(k).cosine();
            }
        }
        return new FaceGraph(walkOf(unsorted, walk), neighbours, cosines);
    }

    private static List<Face> walkOf(List<Face> unsorted, int[] walk) {
        return Arrays.stream(walk).mapToObj(unsorted::get).toList();
    }

    int size() {
        return faces.size();
    }

    /// Turns labels into an answer: groups of at least `minFaces`, largest first; everybody else is unclear.
    Clusters clusters(int[] labels, int minFaces) {
        TreeMap<Integer, List<FaceId>> groups = new TreeMap<>();
        for (int face = 0; face < labels.length; face++) {
            groups.computeIfAbsent(labels[face], _ -> new ArrayList<>())
                    .add(faces.get(face).id());
        }
        List<List<FaceId>> people = new ArrayList<>();
        List<FaceId> unclear = new ArrayList<>();
        for (List<FaceId> group : groups.values()) {
            if (group.size() >= minFaces) {
                people.add(group);
            } else {
                unclear.addAll(group);
            }
        }
        people.sort(
                Comparator.<List<FaceId>>comparingInt(List::size).reversed().thenComparing(group -> group.getFirst()));
        unclear.sort(Comparator.naturalOrder());
        return new Clusters(people, unclear);
    }
}
