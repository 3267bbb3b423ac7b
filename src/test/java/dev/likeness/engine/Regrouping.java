package dev.likeness.engine;

import dev.likeness.cluster.Caution;
import dev.likeness.cluster.ClusterAlgorithm;
import dev.likeness.cluster.ClusterOptions;
import dev.likeness.cluster.Neighbourhood;
import dev.likeness.face.Constraints;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.IdentityId;
import dev.likeness.face.Placement;
import dev.likeness.face.Placement.Reason;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Groups a small gallery anew, differently each time, within what users said.
final class Regrouping {
    private Regrouping() {}

    static void run(Gallery gallery, Random random) {
        float minCosine = .4f + .5f * random.nextFloat();
        ClusterAlgorithm algorithm = random.nextBoolean() ? ClusterAlgorithm.DBSCAN : ClusterAlgorithm.AVERAGE_LINKAGE;
        try (GalleryWriter writer = gallery.writer(SyntheticLibrary.STAMP);
                GallerySnapshot snapshot = gallery.snapshot()) {
            List<Face> faces = new ArrayList<>();
            Map<FaceId, IdentityId> before = new HashMap<>();
            snapshot.forEachFace(stored -> {
                faces.add(stored.face());
                if (stored.identity() != null) {
                    before.put(stored.face().id(), stored.identity());
                }
            });
            Constraints constraints = snapshot.constraints();
            Neighbourhood near = (face, least) -> {
                List<Neighbourhood.Neighbour> found = new ArrayList<>();
                for (int other = 0; other < faces.size(); other++) {
                    float cosine = faces.get(face)
                            .embedding()
                            .direction()
                            .cosine(faces.get(other).embedding().direction());
                    if (other != face && cosine >= least) {
                        found.add(new Neighbourhood.Neighbour(other, cosine));
                    }
                }
                return found;
            };
            var clusters = algorithm
                    .clusterer(new ClusterOptions(algorithm, Caution.BALANCED, minCosine, 2))
                    .cluster(faces, near);
            Set<IdentityId> taken = new HashSet<>(constraints.held().values());
            taken.addAll(snapshot.spokenOf());
            Set<IdentityId> used = new HashSet<>(constraints.held().values());
            Map<FaceId, IdentityId> now = new TreeMap<>(constraints.held());
            for (List<FaceId> group : clusters.groups()) {
                place(group, constraints, before, taken, now, writer);
            }
            used.addAll(now.values());
            for (Face face : faces) {
                IdentityId identity = now.get(face.id());
                Reason reason = constraints.held().containsKey(face.id()) ? Reason.HELD : Reason.CORE;
                Placement placement = identity == null
                        ? new Placement(Reason.ALONE)
                        : new Placement(reason, random.nextInt(10) / 10f);
                writer.place(Map.of(face.id(), placement), identity);
            }
            for (var person : snapshot.identities()) {
                if (!used.contains(person.id()) && !snapshot.spokenOf().contains(person.id())) {
                    writer.remove(person.id());
                }
            }
        }
    }

    /// Whoever is held in the group draws the others; without such, its old identity or a new one does.
    private static void place(
            List<FaceId> group,
            Constraints constraints,
            Map<FaceId, IdentityId> before,
            Set<IdentityId> taken,
            Map<FaceId, IdentityId> now,
            GalleryWriter writer) {
        IdentityId holder = mostFrequent(group, constraints.held());
        if (holder == null) {
            IdentityId old = mostFrequent(group, before);
            holder = old != null && taken.add(old) ? old : writer.newIdentity();
        }
        for (FaceId face : group) {
            if (!constraints.held().containsKey(face) && !constraints.refuses(face, holder)) {
                now.put(face, holder);
            }
        }
    }

    private static @Nullable IdentityId mostFrequent(List<FaceId> group, Map<FaceId, IdentityId> identities) {
        Map<IdentityId, Integer> counts = new TreeMap<>();
        for (FaceId face : group) {
            IdentityId identity = identities.get(face);
            if (identity != null) {
                counts.merge(identity, 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(null);
    }
}
