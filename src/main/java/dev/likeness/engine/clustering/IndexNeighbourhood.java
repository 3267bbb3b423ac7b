package dev.likeness.engine.clustering;

import dev.likeness.cluster.Neighbourhood;
import dev.likeness.face.FaceFilter;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.UnitVector;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.Match;
import dev.likeness.index.SearchHits;
import dev.likeness.index.StoredFace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The neighbours of a face among the faces to cluster, found by the index.
///
/// A run for new faces only does not search again for faces that already have a person. The neighbours of
/// such a face are the faces of its person with the greatest magnitude, and the new faces that it is a
/// neighbour of.
final class IndexNeighbourhood implements Neighbourhood {
    /// Maximum number of results per index search.
    private static final int MAX_NEAREST = 1000;

    /// Number of high-magnitude faces that connect the faces of a person.
    private static final int CLEAREST = 32;

    private final GallerySnapshot snapshot;
    private final List<StoredFace> faces;
    private final Map<FaceId, Integer> places = new HashMap<>();

    /// For each person, the indices of the faces with the greatest magnitude; empty if every face is
    /// searched.
    private final Map<PersonId, List<Integer>> clearest = new HashMap<>();

    /// Prepares the neighbourhood.
    ///
    /// @param onlyNew whether the run is for new faces only
    IndexNeighbourhood(GallerySnapshot snapshot, List<StoredFace> faces, boolean onlyNew) {
        this.snapshot = snapshot;
        this.faces = faces;
        Map<PersonId, List<Integer>> people = new TreeMap<>();
        for (int place = 0; place < faces.size(); place++) {
            StoredFace face = faces.get(place);
            places.put(face.face().id(), place);
            if (onlyNew && isAssignedAlready(face) && face.person() != null) {
                people.computeIfAbsent(face.person(), _ -> new ArrayList<>()).add(place);
            }
        }
        people.forEach((person, indices) -> clearest.put(
                person,
                indices.stream()
                        .sorted(Comparator.comparingDouble((Integer place) ->
                                        -faces.get(place).face().embedding().magnitude())
                                .thenComparing(place -> faces.get(place).face().id()))
                        .limit(CLEAREST)
                        .toList()));
    }

    private static boolean isAssignedAlready(StoredFace face) {
        return face.person() != null && face.assignment() != null;
    }

    @Override
    public List<Neighbour> within(int face, float minCosine) {
        return found(face, snapshot.within(direction(face), minCosine, FaceFilter.none()), minCosine);
    }

    @Override
    public List<Neighbour> nearest(int face, int k, float minCosine) {
        StoredFace stored = faces.get(face);
        List<Integer> samePerson =
                stored.person() == null || !isAssignedAlready(stored) ? null : clearest.get(stored.person());
        if (samePerson != null) {
            return samePerson.stream()
                    .filter(place -> place != face)
                    .map(place -> new Neighbour(place, direction(face).cosine(direction(place))))
                    .filter(near -> near.cosine() >= minCosine)
                    .toList();
        }
        if (k >= MAX_NEAREST) {
            return Neighbourhood.super.nearest(face, k, minCosine);
        }
        // One more, because a face is its own nearest neighbour.
        return found(face, snapshot.nearest(direction(face), k + 1, FaceFilter.none()), minCosine);
    }

    @Override
    public List<Neighbour> nearestAboveMagnitude(int face, int k, float minCosine, double minMagnitude) {
        if (!clearest.isEmpty() && isAssignedAlready(faces.get(face))) {
            return List.of();
        }
        FaceFilter clearFaces = FaceFilter.none().withMagnitude((float) minMagnitude, Float.POSITIVE_INFINITY);
        return found(face, snapshot.nearest(direction(face), k, clearFaces), minCosine);
    }

    private UnitVector direction(int face) {
        return faces.get(face).face().embedding().direction();
    }

    private List<Neighbour> found(int face, SearchHits hits, float minCosine) {
        List<Neighbour> near = new ArrayList<>();
        for (Match match : hits.matches()) {
            Integer place = places.get(match.face());
            if (place != null && place != face && match.cosine() >= minCosine) {
                near.add(new Neighbour(place, match.cosine()));
            }
        }
        return near;
    }
}
