package dev.likeness.engine;

import dev.likeness.cluster.ClusterListener;
import dev.likeness.cluster.Clusters;
import dev.likeness.cluster.FaceClusterer;
import dev.likeness.cluster.IdentityKeeper;
import dev.likeness.cluster.Neighbourhood;
import dev.likeness.face.Constraints;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.Identity;
import dev.likeness.face.IdentityId;
import dev.likeness.face.UnitVector;
import dev.likeness.index.FaceFilter;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.Match;
import dev.likeness.index.SearchHits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Groups all faces of a gallery anew and writes down who is who, in one commit; known people keep number
/// and name.
final class Clustering {
    /// The index answers no more at a time.
    private static final int MOST_NEAREST = 1000;

    private final String name;
    private final FaceClusterer clusterer;
    private final Gallery gallery;
    private final GalleryWriter writer;

    Clustering(String name, FaceClusterer clusterer, Gallery gallery, GalleryWriter writer) {
        this.name = name;
        this.gallery = gallery;
        this.clusterer = clusterer;
        this.writer = writer;
    }

    ClusterSummary run() {
        long start = System.nanoTime();
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            List<Face> faces = new ArrayList<>();
            Map<FaceId, IdentityId> before = new HashMap<>();
            snapshot.forEachFace(stored -> {
                faces.add(stored.face());
                if (stored.identity() != null) {
                    before.put(stored.face().id(), stored.identity());
                }
            });
            Map<IdentityId, Identity> people = new HashMap<>();
            snapshot.identities().forEach(identity -> people.put(identity.id(), identity));

            Clusters clusters = clusterer.cluster(
                    faces, neighbourhood(snapshot, faces), Constraints.none(), null, ClusterListener.NONE);
            List<List<FaceId>> groups =
                    clusters.people().stream().map(Clusters.Person::ids).toList();
            Map<FaceId, Float> magnitudes = new HashMap<>();
            faces.forEach(face -> magnitudes.put(face.id(), face.embedding().magnitude()));
            List<IdentityId> identities = IdentityKeeper.keep(
                    groups, before, people, face -> magnitudes.getOrDefault(face, 1f), writer::newIdentity);
            return record(clusters, identities, before, people, faces.size(), start);
        }
    }

    private static Neighbourhood neighbourhood(GallerySnapshot snapshot, List<Face> faces) {
        Map<FaceId, Integer> places = new HashMap<>();
        for (int i = 0; i < faces.size(); i++) {
            places.put(faces.get(i).id(), i);
        }
        return new Neighbourhood() {
            @Override
            public List<Neighbour> within(int face, float minCosine) {
                return found(face, snapshot.within(direction(face), minCosine, FaceFilter.none()), minCosine);
            }

            @Override
            public List<Neighbour> nearest(int face, int k, float minCosine) {
                if (k >= MOST_NEAREST) {
                    return Neighbourhood.super.nearest(face, k, minCosine);
                }
                // One more, for a face is nearest to itself.
                return found(face, snapshot.nearest(direction(face), k + 1, FaceFilter.none()), minCosine);
            }

            private UnitVector direction(int face) {
                return faces.get(face).embedding().direction();
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
        };
    }

    private ClusterSummary record(
            Clusters clusters,
            List<IdentityId> identities,
            Map<FaceId, IdentityId> before,
            Map<IdentityId, Identity> people,
            int faces,
            long start) {
        int moved = 0;
        for (int group = 0; group < identities.size(); group++) {
            IdentityId identity = identities.get(group);
            if (!people.containsKey(identity)) {
                writer.put(new Identity(identity, null));
            }
            List<FaceId> joining = clusters.people().get(group).ids().stream()
                    .filter(face -> !identity.equals(before.get(face)))
                    .toList();
            moved += (int) joining.stream().filter(before::containsKey).count();
            writer.assign(joining, identity);
        }
        List<FaceId> leaving = clusters.unclear().stream()
                .map(Clusters.PlacedFace::id)
                .filter(before::containsKey)
                .toList();
        writer.assign(leaving, null);
        moved += leaving.size();

        Set<IdentityId> gone = new HashSet<>(people.keySet());
        identities.forEach(gone::remove);
        // Somebody wrote a name: it is kept, even while no face bears it.
        gone.removeIf(identity -> {
            Identity person = people.get(identity);
            return person != null && person.name() != null;
        });
        gone.forEach(writer::remove);
        writer.commit();
        int born = (int) identities.stream()
                .filter(identity -> !people.containsKey(identity))
                .count();
        return new ClusterSummary(
                name,
                faces,
                identities.size(),
                clusters.unclear().size(),
                born,
                gone.size(),
                moved,
                (System.nanoTime() - start) / 1e9);
    }
}
