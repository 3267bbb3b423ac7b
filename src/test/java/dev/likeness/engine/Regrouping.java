package dev.likeness.engine;

import dev.likeness.calibration.FaceSpace;
import dev.likeness.cluster.Caution;
import dev.likeness.cluster.ClusterAlgorithm;
import dev.likeness.cluster.ClusterListener;
import dev.likeness.cluster.ClusterOptions;
import dev.likeness.cluster.Clusters;
import dev.likeness.cluster.Neighbourhood;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.Identity;
import dev.likeness.face.IdentityId;
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

/// Groups a small gallery anew by an algorithm drawn at random, within what users said.
final class Regrouping {
    private static final FaceSpace SPACE = new FaceSpace(null, 17, 3.75, 16);

    private static final List<ClusterAlgorithm> ALGORITHMS = List.of(
            ClusterAlgorithm.CORE_FIRST,
            ClusterAlgorithm.DBSCAN,
            ClusterAlgorithm.AVERAGE_LINKAGE,
            ClusterAlgorithm.CHINESE_WHISPERS);

    private Regrouping() {}

    static void run(Gallery gallery, Random random) {
        ClusterAlgorithm algorithm = ALGORITHMS.get(random.nextInt(ALGORITHMS.size()));
        Caution caution = Caution.values()[random.nextInt(Caution.values().length)];
        ClusterOptions options = new ClusterOptions(algorithm, caution, .4f + .5f * random.nextFloat(), 2);
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
            Clusters clusters = algorithm
                    .clusterer(options, SPACE)
                    .cluster(faces, near(faces), snapshot.constraints(), null, ClusterListener.NONE);
            Set<IdentityId> taken = new HashSet<>(snapshot.spokenOf());
            for (Clusters.Person group : clusters.people()) {
                IdentityId identity = group.held() == null ? identity(group, before, taken, writer) : group.held();
                taken.add(identity);
                group.faces().forEach(face -> writer.place(Map.of(face.id(), face.placement()), identity));
            }
            clusters.unclear().forEach(face -> writer.place(Map.of(face.id(), face.placement()), null));
            for (Identity person : snapshot.identities()) {
                if (!taken.contains(person.id())) {
                    writer.remove(person.id());
                }
            }
        }
    }

    private static Neighbourhood near(List<Face> faces) {
        return (face, least) -> {
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
    }

    /// A group nobody spoke of goes on as the one most of its faces were, if nobody else does.
    private static IdentityId identity(
            Clusters.Person group, Map<FaceId, IdentityId> before, Set<IdentityId> taken, GalleryWriter writer) {
        IdentityId old = mostFrequent(group.ids(), before);
        return old != null && !taken.contains(old) ? old : writer.newIdentity();
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
