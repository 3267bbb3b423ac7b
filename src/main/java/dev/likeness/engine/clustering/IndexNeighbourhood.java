package dev.likeness.engine.clustering;

import dev.likeness.cluster.Neighbourhood;
import dev.likeness.face.FaceFilter;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.UnitVector;
import dev.likeness.index.FaceNeighbours.NearFace;
import dev.likeness.index.FaceSummary;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.Match;
import dev.likeness.index.SearchHits;
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
    private final StoredFaces faces;
    private final Map<FaceId, Integer> places = new HashMap<>();

    /// For each person, the indices of the faces with the greatest magnitude; empty if every face is
    /// searched.
    private final Map<PersonId, List<Integer>> clearest = new HashMap<>();

    /// Prepares the neighbourhood.
    ///
    /// @param onlyNew whether the run is for new faces only
    IndexNeighbourhood(GallerySnapshot snapshot, StoredFaces faces, boolean onlyNew) {
        this.snapshot = snapshot;
        this.faces = faces;
        Map<PersonId, List<Integer>> people = new TreeMap<>();
        for (int place = 0; place < faces.size(); place++) {
            FaceSummary face = faces.summaries().get(place);
            places.put(face.face(), place);
            if (onlyNew && isAssignedAlready(face) && face.person() != null) {
                people.computeIfAbsent(face.person(), _ -> new ArrayList<>()).add(place);
            }
        }
        people.forEach((person, indices) -> clearest.put(
                person,
                indices.stream()
                        .sorted(Comparator.comparingDouble((Integer place) ->
                                        -faces.summaries().get(place).magnitude())
                                .thenComparing(faces::id))
                        .limit(CLEAREST)
                        .toList()));
    }

    private static boolean isAssignedAlready(FaceSummary face) {
        return face.person() != null && face.assignment() != null;
    }

    @Override
    public List<Neighbour> within(int face, float minCosine) {
        return found(face, snapshot.within(direction(face), minCosine, FaceFilter.none()), minCosine);
    }

    @Override
    public List<Neighbour> nearest(int face, int k, float minCosine) {
        if (isSearched(face)) {
            return k >= MAX_NEAREST
                    ? Neighbourhood.super.nearest(face, k, minCosine)
                    : found(faces.neighbours().nearest(face, direction(face), k, minCosine));
        }
        return clearestOfPerson(face, minCosine);
    }

    @Override
    public List<Neighbour> nearestTo(int face, UnitVector direction, int k, float minCosine) {
        return isSearched(face)
                ? found(faces.neighbours().nearest(face, direction, k, minCosine))
                : clearestOfPerson(face, minCosine);
    }

    private boolean isSearched(int face) {
        return clearest.isEmpty() || !isAssignedAlready(faces.summaries().get(face));
    }

    private List<Neighbour> clearestOfPerson(int face, float minCosine) {
        PersonId person = faces.summaries().get(face).person();
        UnitVector own = direction(face);
        return clearest.getOrDefault(person, List.of()).stream()
                .filter(place -> place != face)
                .map(place -> new Neighbour(place, own.cosine(direction(place))))
                .filter(near -> near.cosine() >= minCosine)
                .toList();
    }

    @Override
    public List<Neighbour> nearestAboveMagnitude(int face, int k, float minCosine, double minMagnitude) {
        if (!isSearched(face)) {
            return List.of();
        }
        return found(faces.neighbours().nearestAboveMagnitude(face, k, minCosine, (float) minMagnitude));
    }

    private static List<Neighbour> found(List<NearFace> near) {
        return near.stream()
                .map(other -> new Neighbour(other.face(), other.cosine()))
                .toList();
    }

    private UnitVector direction(int face) {
        return faces.face(face).embedding().direction();
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
